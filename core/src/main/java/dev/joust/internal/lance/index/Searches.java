// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.query.Ranking;
import java.util.Arrays;
import java.util.Optional;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.ScanOptions;

/** Scans that rank rows: by nearness of vectors, by words in text. */
public final class Searches {
    /** Whether filters apply before or after the search. */
    public enum Filtering {
        /** The best rows among those that match. */
        BEFORE,
        /** Those that match among the best rows. */
        AFTER
    }

    private static final int MAX_EXPANSIONS = 50;

    private Searches() {}

    /**
     * Finds the nearest vectors, nearest first.
     *
     * @param rows its columns hold {@code _distance}
     */
    public static ArrowReader nearest(
            Snapshot snapshot, ScanRequest rows, NearestVectors vectors, Filtering filtering) {
        return scan(snapshot, rows.options().nearest(vectors.query()), filtering);
    }

    /**
     * Finds words, the highest score first.
     *
     * @param rows its columns hold {@code _score}
     */
    public static ArrowReader words(
            Snapshot snapshot,
            ScanRequest rows,
            String column,
            String words,
            Ranking.Match match,
            Filtering filtering) {
        return scan(snapshot, rows.options().fullTextQuery(query(column, words, match)), filtering);
    }

    private static FullTextQuery query(String column, String words, Ranking.Match match) {
        return switch (match) {
            case ANY -> match(words, column, FullTextQuery.Operator.OR);
            case ALL -> all(column, words);
            case PHRASE -> FullTextQuery.phrase(words, column);
        };
    }

    /** One clause for each word: on rows that an index does not cover, Lance takes the operator AND for OR. */
    private static FullTextQuery all(String column, String words) {
        return FullTextQuery.booleanQuery(Arrays.stream(words.strip().split("[\\s\\p{Punct}]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> new FullTextQuery.BooleanClause(
                        FullTextQuery.Occur.MUST, match(word, column, FullTextQuery.Operator.AND)))
                .toList());
    }

    /** Only the words themselves: without a fuzziness, Lance also finds words that are spelled nearly the same. */
    private static FullTextQuery match(String words, String column, FullTextQuery.Operator operator) {
        return FullTextQuery.match(words, column, 1f, Optional.of(0), MAX_EXPANSIONS, operator, 0);
    }

    private static ArrowReader scan(Snapshot snapshot, ScanOptions.Builder options, Filtering filtering) {
        return snapshot.scan(
                options.prefilter(filtering == Filtering.BEFORE).build(),
                "search table '" + snapshot.table().name() + "'");
    }
}
