// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.query.ScoredSearch.Scored;
import dev.joust.query.QuerySpec;
import dev.joust.query.Ranking;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * The nearest rows among those whose distance is in a range, which Lance's scans cannot be asked for: more and more of
 * the nearest are found until enough of them are in it, or one is beyond.
 */
final class RangedAnswer {
    private static final int GROWTH = 4;
    private static final float ROUNDING = 1e-6f;

    private final Snapshot snapshot;
    private final QuerySpec query;
    private final String what;
    private final Ranking.Vector ranking;
    private final ScoredSearch search;

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
        this.search = ScoredSearch.of(snapshot, query, search);
    }

    ArrowReader read() {
        ScoredRows rows = ScoredRows.of(snapshot, query, what);
        return rows.read(inRange());
    }

    /** Rounding puts equal vectors a little below 0 by COSINE. */
    private static float distance(Scored one) {
        return one.score() < 0 && one.score() > -ROUNDING ? 0 : one.score();
    }

    private List<Scored> inRange() {
        Ranking.DistanceRange range = ranking.options().range();
        long rows = search.rows();
        long wanted = search.wanted();
        for (long count = wanted; ; count = Math.min(rows, count * GROWTH)) {
            List<Scored> nearest = search.best(ranking, TableColumns.DISTANCE, count);
            List<Scored> found =
                    nearest.stream().filter(one -> range.has(distance(one))).toList();
            boolean isAll = nearest.size() < count || count == rows;
            if (isAll
                    || found.size() >= wanted
                    || nearest.get(nearest.size() - 1).score() >= range.high()) {
                return found;
            }
        }
    }
}
