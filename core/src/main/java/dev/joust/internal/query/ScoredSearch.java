// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.lance.Snapshot;
import dev.joust.query.QuerySpec;
import dev.joust.query.Ranking;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import dev.joust.query.Selected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Searches whose answer is ordered or chosen again, so that of each row only the id and the score are asked for.
 *
 * @param rows how many rows the version has, and at least one
 * @param query the filters of each search, and how many rows are wanted in the end
 * @param searches what answers a search at this version
 */
record ScoredSearch(long rows, QuerySpec query, Function<QuerySpec, ArrowReader> searches) {
    /** A row that was found. */
    record Scored(long rowId, float score) {}

    static ScoredSearch of(Snapshot snapshot, QuerySpec query, Function<QuerySpec, ArrowReader> searches) {
        return new ScoredSearch(Math.max(1, snapshot.count()), query, searches);
    }

    /** How many of the best rows may be in the answer: those of its limit, and those before its offset. */
    long wanted() {
        return wanted(query, rows);
    }

    /** The same of a query, where a version has so many rows and at least one. */
    static long wanted(QuerySpec query, long rows) {
        long limit = Math.min(rows, query.limit().orElse(rows));
        return Math.max(1, Math.min(rows, limit + Math.min(rows, query.offset())));
    }

    /** The best rows, best first. */
    List<Scored> best(Ranking ranking, String score, long count) {
        QuerySpec spec = idsOf(query, ranking, OptionalLong.of(count), 0);
        List<Scored> found = new ArrayList<>();
        try (RowStream<Row> stream = BatchRows.rows(searches.apply(spec))) {
            stream.forEachRemaining(
                    row -> found.add(new Scored(row.longValue(TableColumns.ROW_ID), row.floatValue(score))));
        }
        return found;
    }

    /** The same search for row ids alone. */
    static QuerySpec idsOf(QuerySpec query) {
        return idsOf(query, query.ranking().orElseThrow(), query.limit(), query.offset());
    }

    private static QuerySpec idsOf(QuerySpec query, Ranking ranking, OptionalLong limit, long offset) {
        return new QuerySpec(
                query.filters(),
                List.of(new Selected.Stored(TableColumns.ROW_ID)),
                List.of(),
                limit,
                offset,
                query.version(),
                false,
                Optional.empty(),
                Optional.of(ranking),
                query.isPostfiltered());
    }

    /** What limit and offset of a query leave. */
    static <T> List<T> page(QuerySpec query, List<T> all) {
        int from = (int) Math.min(query.offset(), all.size());
        int to = (int) Math.min(
                all.size(), from + Math.min(all.size(), query.limit().orElse(all.size())));
        return all.subList(from, to);
    }
}
