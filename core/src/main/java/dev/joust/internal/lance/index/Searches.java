// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import dev.joust.index.FullTextIndex;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.query.TextQuery;
import java.util.List;
import java.util.Map;
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
     * Whether Lance answers a query rightly on rows that no index covers.
     *
     * @param column where parts of the query look that name no column
     * @param analyzers how the text of each column is cut into words
     */
    public static boolean isAnsweredWithoutIndex(TextQuery query, String column, Map<String, TextAnalyzer> analyzers) {
        return new TextQueries(column, analyzers).isAnsweredWithoutIndex(query);
    }

    /**
     * Finds texts by indexes, the highest score first; rows that these do not cover are looked at one by one.
     *
     * @param rows its columns hold {@code _score}
     * @param column where parts of the query look that name no column
     * @param analyzers how the text of each column is cut into words
     */
    public static ArrowReader words(
            Snapshot snapshot,
            ScanRequest rows,
            TextQuery query,
            String column,
            Map<String, TextAnalyzer> analyzers,
            Filtering filtering) {
        FullTextQuery words = new TextQueries(column, analyzers).of(query);
        return scan(snapshot, rows.options().fullTextQuery(words), filtering);
    }

    /**
     * The same, for which what indexes lack is made, for this search alone.
     *
     * @param missing indexes that there are not
     * @param behind names of indexes that lack rows
     */
    public static ArrowReader wordsInCopy(
            Snapshot snapshot,
            ScanRequest rows,
            TextQuery query,
            String column,
            Map<String, TextAnalyzer> analyzers,
            Filtering filtering,
            List<FullTextIndex> missing,
            List<String> behind) {
        ScanOptions options = rows.options()
                .fullTextQuery(new TextQueries(column, analyzers).of(query))
                .prefilter(filtering == Filtering.BEFORE)
                .build();
        return IndexedCopy.scan(snapshot, missing, behind, options, what(snapshot));
    }

    private static ArrowReader scan(Snapshot snapshot, ScanOptions.Builder options, Filtering filtering) {
        return snapshot.scan(options.prefilter(filtering == Filtering.BEFORE).build(), what(snapshot));
    }

    private static String what(Snapshot snapshot) {
        return "search table '" + snapshot.table().name() + "'";
    }
}
