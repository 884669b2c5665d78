// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The order in which rows are delivered, and its fingerprint; the same on any machine and in any language.
 *
 * <p>The shuffle is that of Fisher and Yates from the last position down ({@code for i = n-1 .. 1: swap i with j},
 * where {@code j} is drawn from 0 to i). Numbers come from SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) with the
 * state {@code seed}, or {@code seed xor mix(epoch)} for epochs after the first. {@code j} is the upper half of the
 * 128-bit product of the next 64 bits, unsigned, and {@code i + 1}.
 */
public final class RowOrder {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private RowOrder() {}

    /** Shuffles row ids in place. */
    public static void shuffle(long[] rowIds, long seed, int epoch) {
        requireNonNull(rowIds, "rowIds");
        long state = epoch == 0 ? seed : seed ^ mix(epoch);
        for (int i = rowIds.length - 1; i > 0; i--) {
            state += GOLDEN;
            int j = (int) unsignedMultiplyHigh(mix(state), i + 1L);
            long swapped = rowIds[i];
            rowIds[i] = rowIds[j];
            rowIds[j] = swapped;
        }
    }

    /**
     * Shuffles clumps of row ids in place: rows that follow each other stay together. The numbers of the clumps are
     * shuffled as rows are; the last clump may be shorter, and is shuffled with the others.
     *
     * @param clumpRows how many rows make a clump, at least 1
     */
    public static void shuffle(long[] rowIds, long seed, int epoch, int clumpRows) {
        if (clumpRows < 1) {
            throw new IllegalArgumentException("a clump must have at least one row but had " + clumpRows);
        } else if (clumpRows == 1) {
            shuffle(rowIds, seed, epoch);
            return;
        }
        long[] clumps = new long[(rowIds.length + clumpRows - 1) / clumpRows];
        Arrays.setAll(clumps, i -> i);
        shuffle(clumps, seed, epoch);
        long[] before = rowIds.clone();
        int to = 0;
        for (long clump : clumps) {
            int from = (int) clump * clumpRows;
            int length = Math.min(clumpRows, before.length - from);
            System.arraycopy(before, from, rowIds, to, length);
            to += length;
        }
    }

    /**
     * The fingerprint of an order: SHA-256, in hex, over the row ids in delivery order as little-endian unsigned 64-bit
     * numbers.
     */
    public static String hash(long[] rowIds) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            for (long rowId : rowIds) {
                if (!chunk.hasRemaining()) {
                    digest.update(chunk.flip());
                    chunk.clear();
                }
                chunk.putLong(rowId);
            }
            digest.update(chunk.flip());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /**
     * A number from 0 to below 1 that belongs to a row in an epoch: the upper 53 bits of {@code mix(mix(seed xor
     * mix(epoch)) xor rowId)}, where {@code mix} is the output function of SplitMix64.
     */
    static double fraction(long seed, int epoch, long rowId) {
        return (mix(mix(seed ^ mix(epoch)) ^ rowId) >>> 11) * 0x1.0p-53;
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static long unsignedMultiplyHigh(long a, long b) {
        // Math.multiplyHigh is signed; b is positive here, so only a's sign bit needs mending.
        return Math.multiplyHigh(a, b) + ((a >> 63) & b);
    }
}
