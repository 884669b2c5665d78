// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which texts a search finds, and what makes one better than another.
 *
 * <p>Immutable values that nest: {@code TextQuery.must(match("rider"), phrase("wet street")).mustNot(match("night"))}.
 * Words are compared as the column's full text index compares them: in lower case and by their stems unless it was made
 * otherwise. A part that names no column looks where the search looks, see {@link TextSearch#in}.
 */
public sealed interface TextQuery permits BooleanQuery, BoostQuery, MatchQuery, PhraseQuery {
    /** Texts with any of these words. */
    static MatchQuery match(String words) {
        return MatchQuery.of(words);
    }

    /** Texts with these words side by side, in this order. */
    static PhraseQuery phrase(String words) {
        return PhraseQuery.of(words);
    }

    /** Texts that all of these find; the score is their sum. */
    static BooleanQuery must(TextQuery... parts) {
        return BooleanQuery.NOTHING.must(parts);
    }

    /** Texts that at least one of these finds; the score is the sum of those that do. */
    static BooleanQuery should(TextQuery... parts) {
        return BooleanQuery.NOTHING.should(parts);
    }

    /**
     * Texts that the first one finds; those that the second one finds too come further back.
     *
     * @param negative lowers the score by half of its own, see {@link BoostQuery#negativeBoost}
     */
    static BoostQuery boost(TextQuery positive, TextQuery negative) {
        return new BoostQuery(positive, negative, BoostQuery.DEFAULT_NEGATIVE_BOOST);
    }

    /** What it is made of; empty for words and phrases. */
    List<TextQuery> parts();

    /** The words that are looked for, those that are not wanted left out, for people and rerankers. */
    String words();

    /** The columns that its parts name, each once. */
    default List<String> columns() {
        List<String> names = new ArrayList<>();
        for (TextQuery part : parts()) {
            part.columns().stream().filter(name -> !names.contains(name)).forEach(names::add);
        }
        return names;
    }

    /** Whether some part of it names no column. */
    default boolean needsColumn() {
        return parts().stream().anyMatch(TextQuery::needsColumn);
    }

    /**
     * A column that is looked in.
     *
     * @param name its name, or a path into structs
     * @param boost what its scores are multiplied by, more than 0
     */
    record In(String name, float boost) {
        /** Checks it. */
        public In {
            requireNonNull(name, "name");
            requireBoost(boost);
        }
    }

    /** The columns with one more. */
    static List<In> added(List<In> columns, In column) {
        if (columns.stream().anyMatch(in -> in.name().equals(column.name()))) {
            throw new IllegalArgumentException("Cannot search in column '" + column.name()
                    + "': it is named twice; name it once, with one weight");
        }
        List<In> all = new ArrayList<>(columns);
        all.add(column);
        return List.copyOf(all);
    }

    /** Checks a factor of scores. */
    static float requireBoost(float boost) {
        if (!(boost > 0) || Float.isInfinite(boost)) {
            throw new IllegalArgumentException("boost must be a number above 0 but was " + boost);
        }
        return boost;
    }

    /** The words of several queries, for people. */
    static String words(List<TextQuery> queries) {
        return queries.stream().map(TextQuery::words).collect(Collectors.joining(" "));
    }
}
