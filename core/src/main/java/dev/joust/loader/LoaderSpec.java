// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
 * @param batches how rows are cut into batches
 * @param threads how many read and decode
 * @param prefetchBatches how many batches may be in work or ready
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
        Batches batches,
        int threads,
        int prefetchBatches,
        Optional<Decoded> decoded,
        Shard shard,
        long firstStep) {
    /** What becomes of a last batch that is shorter than the others. */
    public enum ShortBatch {
        /** It is delivered. */
        KEEP,
        /** It is left out, and all shards have as many batches as the one with the fewest rows. */
        DROP
    }

    /**
     * How rows are cut into batches.
     *
     * @param chosenRows rows in a batch, at most as many as there are; {@value LoaderBuilder#DEFAULT_BATCH_ROWS}, which
     *     may be more than there are, if empty
     * @param shortBatch what becomes of a shorter last one
     */
    public record Batches(OptionalInt chosenRows, ShortBatch shortBatch) {
        /** Checks the number. */
        public Batches {
            requireNonNull(shortBatch, "shortBatch");
            chosenRows.ifPresent(rows -> requirePositive("batchRows", rows));
        }

        /** Rows in a batch. */
        public int rows() {
            return chosenRows.orElse(LoaderBuilder.DEFAULT_BATCH_ROWS);
        }
    }

    /**
     * A column that is decoded.
     *
     * @param column holds encoded images
     * @param decoder turns one into pixels
     * @param boxes columns of boxes in pixels of the stored images, which are moved along
     * @param flip which images are flipped
     * @param normalization makes float32 of the pixels; they stay as they are if empty
     * @param broken what becomes of rows whose images are broken
     */
    public record Decoded(
            String column,
            PixelDecoder decoder,
            List<String> boxes,
            Optional<Flip> flip,
            Optional<Normalization> normalization,
            BrokenImages broken) {
        /** Copies the list and checks that decoder and normalization have as many channels. */
        public Decoded {
            requireNonNull(column, "column");
            requireNonNull(decoder, "decoder");
            boxes = List.copyOf(boxes);
            requireNonNull(flip, "flip");
            requireNonNull(broken, "broken");
            normalization.ifPresent(how -> {
                if (how.channels() != decoder.channels()) {
                    throw new IllegalArgumentException("a normalization must have as many channels as the images but"
                            + " has " + how.channels() + " where they have " + decoder.channels());
                }
            });
        }
    }

    /**
     * Which images are flipped from left to right: each with the same probability, by a number that belongs to the
     * seed, the epoch and the row, so that neither threads, nor shards, nor resuming at a step change it.
     *
     * @param share the part of all images, from 0 to 1
     * @param seed chooses them
     */
    public record Flip(double share, long seed) {
        /** Checks the share. */
        public Flip {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("the share of images to flip must be from 0 to 1 but was " + share);
            }
        }

        /** Whether the image of this row is flipped in this epoch. */
        public boolean applies(long rowId, int epoch) {
            return RowOrder.fraction(seed, epoch, rowId) < share;
        }
    }

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
        requireNonNull(batches, "batches");
        requireNonNull(decoded, "decoded");
        requireNonNull(shard, "shard");
        requirePositive("threads", threads);
        requirePositive("prefetchBatches", prefetchBatches);
        if (epoch < 0 || firstStep < 0) {
            throw new IllegalArgumentException(
                    "epoch and firstStep must not be negative but were " + epoch + " and " + firstStep);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive but was " + value);
        }
    }
}
