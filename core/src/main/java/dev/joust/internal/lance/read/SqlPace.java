// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

/**
 * How many rows the SQL engine is shown at once: it holds all values of an evaluation in memory, those on the way to a
 * result as well, and ends the process where the texts of one of them are larger than two gigabytes. So the first
 * evaluations are small, and the next ones as large as the last one's time and bytes allow.
 *
 * <p>Threads: safe for use by several threads, which learn from each other.
 */
final class SqlPace {
    private static final int FIRST_ROWS = 256;
    private static final int MOST_ROWS = 65_536;
    private static final int GROWTH = 16;
    private static final double SECONDS = 0.1;
    private static final double BYTES = 64 << 20;

    private volatile int rows = FIRST_ROWS;

    /** How many rows to take next. */
    int rows() {
        return rows;
    }

    /**
     * Learns from an evaluation.
     *
     * @param bytes of its results
     */
    void took(int evaluated, double seconds, long bytes) {
        boolean isLarge = seconds > SECONDS || bytes > BYTES;
        int now = rows;
        // The rest of a batch takes mostly the time that any evaluation takes, and says nothing about a row.
        if (isLarge || evaluated >= now) {
            double byTime = evaluated * SECONDS / Math.max(1e-6, seconds);
            double byBytes = evaluated * BYTES / Math.max(1, bytes);
            double most = Math.min(MOST_ROWS, (double) GROWTH * now);
            rows = (int) Math.max(1, Math.min(most, Math.min(byTime, byBytes)));
        }
    }
}
