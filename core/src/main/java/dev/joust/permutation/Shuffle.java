// SPDX-License-Identifier: Apache-2.0
package dev.joust.permutation;

/**
 * How rows are mixed within each split.
 *
 * @param seed the same seed gives the same order; see {@link dev.joust.loader.RowOrder}
 * @param clumpRows so many rows that follow each other in the table stay together, which reads faster from slow storage
 */
public record Shuffle(long seed, int clumpRows) {
    /** Checks the clump. */
    public Shuffle {
        requireClump(clumpRows);
    }

    static void requireClump(int clumpRows) {
        if (clumpRows < 1) {
            throw new IllegalArgumentException("a clump must have at least one row but had " + clumpRows);
        }
    }
}
