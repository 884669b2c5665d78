// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

import java.util.Optional;

/**
 * An index to create: on which column, of which kind, with which settings.
 *
 * <p>Immutable; each setting returns a changed copy. The column and the settings are checked against the table when the
 * index is created.
 */
public sealed interface Index permits ScalarIndex, FullTextIndex, VectorIndex {
    /** The column that it covers. */
    String column();

    /** The name that was chosen for it, if any. */
    Optional<String> chosenName();

    /** Whether it takes the place of an index of the same name. */
    boolean isReplacing();

    /** What kind it is. */
    IndexType type();

    /** Gives it another name than the column's followed by {@code _idx}. */
    Index named(String name);

    /** Lets it take the place of an index of the same name. */
    Index replacing();

    /** Its name: the chosen one, or the column's followed by {@code _idx}. */
    default String name() {
        return chosenName().orElseGet(() -> column().replace('.', '_') + "_idx");
    }

    /** For comparisons and ranges of numbers, text and times. */
    static ScalarIndex btree(String column) {
        return ScalarIndex.of(IndexType.BTREE, column);
    }

    /** For columns with fewer than about a thousand different values. */
    static ScalarIndex bitmap(String column) {
        return ScalarIndex.of(IndexType.BITMAP, column);
    }

    /** For {@code array_has}, {@code array_has_any} and {@code array_has_all} on lists of values. */
    static ScalarIndex labelList(String column) {
        return ScalarIndex.of(IndexType.LABEL_LIST, column);
    }

    /** For words and phrases in text, ranked by BM25. */
    static FullTextIndex fullText(String column) {
        return FullTextIndex.of(column);
    }

    /** For nearest vectors, exact within the parts that a search looks at. */
    static IvfFlatIndex ivfFlat(String column) {
        return IvfFlatIndex.of(column);
    }

    /** For nearest vectors among very many: the vectors are kept compressed. */
    static IvfPqIndex ivfPq(String column) {
        return IvfPqIndex.of(column);
    }

    /** For nearest vectors, one byte for each number. */
    static IvfSqIndex ivfSq(String column) {
        return IvfSqIndex.of(column);
    }

    /** For nearest vectors among very many, one bit for each number unless told otherwise; quick to build. */
    static IvfRqIndex ivfRq(String column) {
        return IvfRqIndex.of(column);
    }

    /** For nearest vectors by a graph, compressed; slow to build, and quick to search where parts are large. */
    static IvfHnswPqIndex ivfHnswPq(String column) {
        return IvfHnswPqIndex.of(column);
    }

    /** For nearest vectors by a graph, one byte for each number. */
    static IvfHnswSqIndex ivfHnswSq(String column) {
        return IvfHnswSqIndex.of(column);
    }
}
