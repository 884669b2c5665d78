// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import dev.joust.index.DistanceMetric;
import java.util.List;
import java.util.OptionalInt;
import org.lance.index.DistanceType;
import org.lance.ipc.Query;

/**
 * Which vectors to look for; checked before, because Lance answers a wrong one with the whole table.
 *
 * @param count how many rows are found before limit and offset
 * @param probes how many parts of the index are looked at, at most {@value #ALL_PARTS}, which means all
 * @param refine how many times {@code count} candidates are compared exactly
 * @param ef how many candidates an index by graphs keeps while it follows links; raised to as many as are found
 * @param metric how distance is measured
 * @param usesIndex whether an index is used where there is one
 */
public record NearestVectors(
        String column,
        List<Float> vector,
        int count,
        int probes,
        OptionalInt refine,
        OptionalInt ef,
        DistanceMetric metric,
        boolean usesIndex) {
    /**
     * More parts than any index has. Without a number, Lance 7.0.0 looks at some parts first and at the others if it
     * has too few rows then, and finds the rows that no index covers both times.
     */
    public static final int ALL_PARTS = 1_000_000;

    public NearestVectors {
        vector = List.copyOf(vector);
    }

    /** The same for so many rows before limit and offset. */
    public NearestVectors withCount(int rows) {
        return new NearestVectors(column, vector, rows, probes, refine, ef, metric, usesIndex);
    }

    /** The same in so many parts of the index. */
    public NearestVectors inParts(int parts) {
        return new NearestVectors(column, vector, count, parts, refine, ef, metric, usesIndex);
    }

    Query query() {
        float[] key = new float[vector.size()];
        for (int i = 0; i < key.length; i++) {
            key[i] = vector.get(i);
        }
        Query.Builder query = new Query.Builder()
                .setColumn(column)
                .setKey(key)
                .setK(count)
                .setNprobes(Math.min(probes, ALL_PARTS))
                .setDistanceType(lanceMetric(metric))
                .setUseIndex(usesIndex);
        refine.ifPresent(query::setRefineFactor);
        ef.ifPresent(candidates -> query.setEf(Math.max(candidates, Math.multiplyExact(count, refine.orElse(1)))));
        return query.build();
    }

    static DistanceType lanceMetric(DistanceMetric metric) {
        return switch (metric) {
            case L2 -> DistanceType.L2;
            case COSINE -> DistanceType.Cosine;
            case DOT -> DistanceType.Dot;
        };
    }
}
