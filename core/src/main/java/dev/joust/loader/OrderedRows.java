// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * Rows of one version in the order that epoch 0 has.
 *
 * <p>Values: immutable; the array is not copied and must not be changed.
 */
public final class OrderedRows {
    private final long[] rowIds;
    private final long version;
    private final OptionalLong seed;
    private final int clumpRows;

    /**
     * Takes the rows.
     *
     * @param seed by which later epochs mix them; empty if they all have the same order
     * @param clumpRows so many rows that follow each other stay together
     */
    public OrderedRows(long[] rowIds, long version, OptionalLong seed, int clumpRows) {
        this.rowIds = requireNonNull(rowIds, "rowIds");
        this.version = version;
        this.seed = requireNonNull(seed, "seed");
        this.clumpRows = clumpRows;
    }

    /** How many. */
    public int size() {
        return rowIds.length;
    }

    /** The version that they are of. */
    public long version() {
        return version;
    }

    /**
     * Their order in an epoch.
     *
     * @param ownSeed mixes all epochs, the first as well, instead of the seed that they have
     */
    public long[] order(OptionalLong ownSeed, int epoch) {
        long[] order = rowIds.clone();
        if (ownSeed.isPresent()) {
            RowOrder.shuffle(order, ownSeed.getAsLong(), epoch, clumpRows);
        } else if (seed.isPresent() && epoch > 0) {
            RowOrder.shuffle(order, seed.getAsLong(), epoch, clumpRows);
        }
        return order;
    }
}
