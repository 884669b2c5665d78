// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.query.RankedRows.Ranked;
import dev.joust.query.QuerySpec;
import dev.joust.query.Ranking;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import dev.joust.query.Selected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * The nearest rows among those whose distance is in a range, which Lance's scans cannot be asked for: more and more of
 * the nearest are found until enough of them are in it, or one is beyond.
 */
final class RangedAnswer {
    private static final int GROWTH = 4;

    private final Snapshot snapshot;
    private final QuerySpec query;
    private final String what;
    private final Ranking.Vector ranking;
    private final Function<QuerySpec, ArrowReader> search;

    /**
     * Prepares an answer.
     *
     * @param search what answers a vector search at this version, whatever its range
     */
    RangedAnswer(Snapshot snapshot, QuerySpec query, String what, Function<QuerySpec, ArrowReader> search) {
        this.snapshot = snapshot;
        this.query = query;
        this.what = what;
        this.ranking = (Ranking.Vector) query.ranking().orElseThrow();
        this.search = search;
    }

    ArrowReader read() {
        RankedRows rows = RankedRows.of(snapshot, query, what, List.of(TableColumns.DISTANCE));
        return rows.read(inRange().stream()
                .map(one -> new Ranked(one.rowId(), List.of(OptionalDouble.of(one.distance()))))
                .toList());
    }

    private record Near(long rowId, float distance) {}

    private List<Near> inRange() {
        Ranking.DistanceRange range = ranking.options().range();
        long rows = Math.max(1, snapshot.count());
        long limit = Math.min(rows, query.limit().orElse(rows));
        long wanted = Math.max(1, Math.min(rows, limit + Math.min(rows, query.offset())));
        for (long count = wanted; ; count = Math.min(rows, count * GROWTH)) {
            List<Near> nearest = nearest(count);
            List<Near> found =
                    nearest.stream().filter(one -> range.has(one.distance())).toList();
            boolean isAll = nearest.size() < count || count == rows;
            if (isAll
                    || found.size() >= wanted
                    || nearest.get(nearest.size() - 1).distance() >= range.high()) {
                return found;
            }
        }
    }

    private List<Near> nearest(long count) {
        QuerySpec spec = new QuerySpec(
                query.filters(),
                List.of(new Selected.Stored(TableColumns.ROW_ID)),
                List.of(),
                OptionalLong.of(count),
                0,
                query.version(),
                false,
                Optional.empty(),
                Optional.of(ranking),
                query.isPostfiltered());
        List<Near> found = new ArrayList<>();
        try (RowStream<Row> stream = BatchRows.rows(search.apply(spec))) {
            stream.forEachRemaining(row ->
                    found.add(new Near(row.longValue(TableColumns.ROW_ID), row.floatValue(TableColumns.DISTANCE))));
        }
        return found;
    }
}
