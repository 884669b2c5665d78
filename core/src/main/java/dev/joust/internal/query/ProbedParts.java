// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.IndexNumbers;
import dev.joust.internal.lance.index.NearestVectors;
import dev.joust.internal.lance.read.WholeBlobs;
import dev.joust.query.QuerySpec;
import dev.joust.query.Ranking;
import java.util.ArrayList;
import java.util.List;

/**
 * In how many parts of an index the nearest of all rows are looked for, unless told otherwise: few for few rows, so
 * that at least 0.95 of them are found. Measured on 100,000 vectors of 512 numbers and on 40,000 of 32 in clusters that
 * overlap, with indexes of 50 to 1,000 parts; docs/benchmarks.md has the figures.
 *
 * @param parts how many
 * @param last up to which row of the answer without offset
 */
record ProbedParts(int parts, long last) {
    private static final Share TENTH = new Share(10, 30, 20, 10);
    private static final Share FIFTH = new Share(WholeBlobs.BATCH_ROWS, 100, 40, 5);
    private static final ProbedParts ALL = new ProbedParts(NearestVectors.ALL_PARTS, Long.MAX_VALUE);

    /**
     * Some parts of an index.
     *
     * @param rows for pages of up to so many rows
     * @param last up to which row pages go
     * @param least how many parts are looked at at least
     * @param divisor which part of all parts is looked at
     */
    private record Share(long rows, long last, int least, int divisor) {
        ProbedParts of(int parts) {
            return new ProbedParts(Math.max(least, (parts + divisor - 1) / divisor), last);
        }
    }

    /**
     * The parts for the first rows, for those after them and so on to all parts, which depend on the rows of a page and
     * not on where it begins; empty if all are to be looked at, or as many as was asked for.
     */
    static List<ProbedParts> steps(Snapshot snapshot, IndexFacts index, QuerySpec spec, Ranking.Options options) {
        boolean isOfAllRows = spec.filters().isEmpty() && options.range().equals(Ranking.DistanceRange.ALL);
        long rows = spec.limit().orElse(0);
        if (!isOfAllRows || options.probes().isPresent() || rows == 0 || rows > FIFTH.rows()) {
            return List.of();
        }
        int parts = IndexNumbers.of(snapshot, index).parts();
        List<ProbedParts> steps = new ArrayList<>();
        for (Share share : List.of(TENTH, FIFTH)) {
            ProbedParts probed = share.of(parts);
            if (rows <= share.rows() && probed.parts() < parts) {
                steps.add(probed);
            }
        }
        if (!steps.isEmpty()) {
            steps.add(ALL);
        }
        return List.copyOf(steps);
    }
}
