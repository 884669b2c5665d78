// SPDX-License-Identifier: Apache-2.0
package dev.joust.view;

/**
 * A random part of the rows that stays the same when rows are added or removed: a row is in it if a hash of the seed
 * and its row id is below the share.
 *
 * @param share of the rows, above 0 and at most 1
 * @param seed chooses which
 */
public record Sample(double share, long seed) {
    /** Checks the share. */
    public Sample {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be above 0 and at most 1 but was " + share);
        }
    }

    /**
     * Whether a row is in the sample: {@code mix(mix(rowId + 0x9E3779B97F4A7C15) xor mix(seed))}, with the finalizer of
     * SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) as {@code mix}, is as a fraction of 2^64 below the share.
     */
    public boolean contains(long rowId) {
        long mixed = mix(mix(rowId + 0x9E3779B97F4A7C15L) ^ mix(seed));
        return (mixed >>> 11) * 0x1.0p-53 < share;
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
