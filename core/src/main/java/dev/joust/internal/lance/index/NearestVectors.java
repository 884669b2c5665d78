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
 * @param probes how many parts of the index are looked at; empty means at least {@value #MIN_PROBES}, more where needed
 * @param refine how many times {@code count} candidates are compared exactly
 * @param ef how many candidates an index by graphs keeps while it follows links; raised to as many as are found
 * @param metric how distance is measured
 * @param usesIndex whether an index is used where there is one
 */
public record NearestVectors(
        String column,
        List<Float> vector,
        int count,
        OptionalInt probes,
        OptionalInt refine,
        OptionalInt ef,
        DistanceMetric metric,
        boolean usesIndex) {
    /** How many parts of an index are looked at at least, unless told otherwise: {@value}. */
    public static final int MIN_PROBES = 20;

    public NearestVectors {
        vector = List.copyOf(vector);
    }

    /** The same in {@value #MIN_PROBES} parts of the index and no more. */
    public NearestVectors inFewParts() {
        return in(OptionalInt.of(MIN_PROBES));
    }

    /** The same in at least {@value #MIN_PROBES} parts of the index, more where needed. */
    public NearestVectors inAllParts() {
        return in(OptionalInt.empty());
    }

    private NearestVectors in(OptionalInt parts) {
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
                .setMinimumNprobes(MIN_PROBES)
                .setDistanceType(lanceMetric(metric))
                .setUseIndex(usesIndex);
        probes.ifPresent(query::setNprobes);
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
