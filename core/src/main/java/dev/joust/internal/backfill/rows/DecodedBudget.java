// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

/**
 * How many decoded values the features of a backfill may share, and so how many rows of them are computed together.
 *
 * <p>No more than {@link #LIMIT_BYTES} of them are kept for all batches at work, or one value that is larger alone. A
 * value that finds no room is not kept: each function decodes it for itself. So the bound holds whatever comes, and the
 * number of rows, which follows the largest value of the rows before, only has to be right most of the time.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class DecodedBudget {
    /** Some 70 luma planes of 1280 x 720 pixels, or 24 images. */
    public static final long LIMIT_BYTES = 64L << 20;

    /** So many rows are computed together as long as nobody knows how large a decoded value is. */
    private static final int UNKNOWN_ROWS = 8;

    private final ByteBudget kept = new ByteBudget(LIMIT_BYTES);
    private final long bytesPerThread;
    private volatile long bytesPerRow;

    /**
     * Knows no sizes yet.
     *
     * @param threads how many batches are computed at once
     */
    public DecodedBudget(int threads) {
        this.bytesPerThread = LIMIT_BYTES / threads;
    }

    /** How many rows to compute together, at least one and at most so many. */
    public int rows(int most) {
        long rows = bytesPerRow == 0 ? UNKNOWN_ROWS : bytesPerThread / bytesPerRow;
        return (int) Math.max(1, Math.min(rows, most));
    }

    /** Learns the size of the largest row of those that were computed together last; zero is not known. */
    void learn(long bytes) {
        bytesPerRow = bytes;
    }

    boolean tryKeep(long bytes) {
        return kept.tryTake(bytes);
    }

    void giveBack(long bytes) {
        kept.giveBack(bytes);
    }
}
