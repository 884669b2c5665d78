// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.IndexNumbers;
import dev.joust.internal.lance.read.WholeBlobs;
import dev.joust.query.QuerySpec;
import dev.joust.query.Ranking;
import java.util.OptionalInt;

/**
 * In how many parts of an index the nearest of all rows are looked for, unless told otherwise: few for few rows, so
 * that at least 0.95 of them are found. Measured on 100,000 vectors of 512 numbers and on 40,000 of 32 in clusters that
 * overlap, with indexes of 50 to 1,000 parts; docs/benchmarks.md has the figures.
 */
final class ProbedParts {
    private static final Page TEN = new Page(10, 30, 20, 10);
    private static final Page MORE = new Page(WholeBlobs.BATCH_ROWS, 100, 40, 5);

    /**
     * The same parts are looked at for pages of one size, so that no row comes twice.
     *
     * @param rows up to how many rows a page has
     * @param last up to which row pages go
     * @param least how many parts are looked at at least
     * @param share which part of all parts is looked at, as its divisor
     */
    private record Page(long rows, long last, int least, int share) {
        boolean has(QuerySpec spec) {
            return spec.limit().isPresent()
                    && spec.limit().getAsLong() <= rows
                    && spec.limit().getAsLong() + spec.offset() <= last;
        }

        int of(int parts) {
            return Math.max(least, (parts + share - 1) / share);
        }
    }

    private ProbedParts() {}

    /** How many, if the nearest lie in few parts; empty if all are to be looked at, or as many as was asked for. */
    static OptionalInt few(Snapshot snapshot, IndexFacts index, QuerySpec spec, Ranking.Options options) {
        boolean isOfAllRows = spec.filters().isEmpty() && options.range().equals(Ranking.DistanceRange.ALL);
        if (!isOfAllRows || options.probes().isPresent() || !MORE.has(spec)) {
            return OptionalInt.empty();
        }
        int parts = IndexNumbers.of(snapshot, index).parts();
        int probes = (TEN.has(spec) ? TEN : MORE).of(parts);
        return probes < parts ? OptionalInt.of(probes) : OptionalInt.empty();
    }
}
