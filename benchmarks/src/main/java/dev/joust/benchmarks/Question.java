// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import dev.joust.Table;
import dev.joust.query.Row;
import dev.joust.query.TextSearch;
import dev.joust.query.VectorSearch;
import java.util.List;
import java.util.Optional;

/**
 * One search for the ten best rows of a {@link SearchTable}, of which {@code id} and {@code words} are read.
 *
 * @param vector the vector whose neighbours are looked for; empty for words
 * @param words to look for where there is no vector
 * @param isFiltered whether only rows of {@link SearchTable#FILTER} count
 */
@SuppressWarnings("ArrayRecordComponent")
record Question(Optional<float[]> vector, String words, boolean isFiltered) {
    static Question nearest(float[] vector) {
        return new Question(Optional.of(vector), "", false);
    }

    static Question words(String words) {
        return new Question(Optional.empty(), words, false);
    }

    Question filtered() {
        return new Question(vector, words, true);
    }

    /** The ids that Joust finds, by default settings. */
    List<Long> askJoust(Table table) {
        return vector.isPresent() ? near(table) : withWords(table);
    }

    private List<Long> near(Table table) {
        VectorSearch search = table.search("vector", vector.orElseThrow())
                .select("id", "words")
                .limit(ClusteredVectors.WANTED);
        return ids(isFiltered ? search.where(SearchTable.FILTER).rows() : search.rows());
    }

    private List<Long> withWords(Table table) {
        TextSearch search =
                table.searchText(words).in("words").select("id", "words").limit(ClusteredVectors.WANTED);
        return ids(isFiltered ? search.where(SearchTable.FILTER).rows() : search.rows());
    }

    private static List<Long> ids(List<Row> rows) {
        return rows.stream()
                .filter(row -> !row.string("words").isEmpty())
                .map(row -> row.longValue("id"))
                .toList();
    }
}
