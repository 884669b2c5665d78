// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

/**
 * How large a batch may become; it ends with the row that reaches either limit.
 *
 * @param rows how many rows
 * @param bytes about how many bytes of Arrow memory; one row that is larger makes a batch of its own
 */
public record BatchLimits(int rows, long bytes) {
    /** Batches of 1024 rows or 32 MiB. */
    public static final BatchLimits DEFAULT = new BatchLimits(1024, 32L << 20);

    /** The largest limit on bytes, and the longest text or bytes in a column with 32-bit offsets: 1 GiB. */
    public static final long MAX_BYTES = 1L << 30;

    public BatchLimits {
        if (rows <= 0) {
            throw new IllegalArgumentException("rows must be positive but was " + rows);
        }
        if (bytes <= 0 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("bytes must be in 1 to " + MAX_BYTES + " but was " + bytes);
        }
    }
}
