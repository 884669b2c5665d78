// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a loader delivers and how.
 *
 * @param rows the rows of a permutation, in their order; all rows of the table if empty
 * @param columns the columns to deliver, by the names that they are delivered under; empty means all
 * @param filter SQL that is true for its rows
 * @param version the version to read; the newest if empty
 * @param seed shuffles the rows; storage order if empty
 * @param epoch counted from 0; each has its own order
 * @param batchRows rows in a batch; the last one may be shorter
 * @param threads how many read and decode
 * @param prefetchBatches batches kept ready beyond those in work
 * @param decoded the column to decode and how
 * @param shard which part of the rows
 * @param firstStep the first batch to deliver, to resume an epoch
 */
public record LoaderSpec(
        Optional<OrderedRows> rows,
        Map<String, String> columns,
        Optional<String> filter,
        OptionalLong version,
        OptionalLong seed,
        int epoch,
        int batchRows,
        int threads,
        int prefetchBatches,
        Optional<Decoded> decoded,
        Shard shard,
        long firstStep) {
    /**
     * A column that is decoded.
     *
     * @param column holds encoded images
     * @param decoder turns one into pixels
     */
    public record Decoded(String column, PixelDecoder decoder) {}

    /**
     * One of several equal parts of the rows: those at the positions {@code rank}, {@code rank + world}, ... of the
     * order.
     *
     * @param rank from 0
     * @param world how many parts there are
     */
    public record Shard(int rank, int world) {
        /** All rows. */
        public static final Shard WHOLE = new Shard(0, 1);

        /** Checks the numbers. */
        public Shard {
            if (world < 1 || rank < 0 || rank >= world) {
                throw new IllegalArgumentException(
                        "a shard's rank must be from 0 to below its world but was " + rank + " of " + world);
            }
        }
    }

    /** Copies the list and checks the numbers. */
    public LoaderSpec {
        requireNonNull(rows, "rows");
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        requireNonNull(filter, "filter");
        requireNonNull(version, "version");
        requireNonNull(seed, "seed");
        requireNonNull(decoded, "decoded");
        requireNonNull(shard, "shard");
        requirePositive("batchRows", batchRows);
        requirePositive("threads", threads);
        if (epoch < 0 || prefetchBatches < 0 || firstStep < 0) {
            throw new IllegalArgumentException("epoch, prefetchBatches and firstStep must not be negative but were "
                    + epoch + ", " + prefetchBatches + " and " + firstStep);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive but was " + value);
        }
    }
}
