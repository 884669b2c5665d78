// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An index on vectors that keeps a few bits of each number after a rotation (RaBitQ), in parts around centroids. The
 * dimension is a multiple of 8.
 *
 * @param partitions into how many parts the vectors are put; empty lets the number of rows decide, as for
 *     {@link IvfFlatIndex}
 * @param bits of each number: 1 to 8
 */
public record IvfRqIndex(
        String column,
        Optional<String> chosenName,
        boolean isReplacing,
        DistanceMetric metric,
        OptionalInt partitions,
        int bits)
        implements VectorIndex {
    /** How many bits of each number are kept by default: {@value}. */
    public static final int DEFAULT_BITS = 1;

    public IvfRqIndex {
        requireNonNull(column, "column");
        requireNonNull(chosenName, "chosenName");
        requireNonNull(metric, "metric");
        VectorIndex.requirePositive("partitions", partitions);
        if (bits < 1 || bits > 8) {
            throw new IllegalArgumentException("bits must be 1 to 8 but was " + bits);
        }
    }

    static IvfRqIndex of(String column) {
        return new IvfRqIndex(column, Optional.empty(), false, DistanceMetric.L2, OptionalInt.empty(), DEFAULT_BITS);
    }

    @Override
    public IndexType type() {
        return IndexType.IVF_RQ;
    }

    /** Gives it another name than the column's followed by {@code _idx}. */
    @Override
    public IvfRqIndex named(String name) {
        return new IvfRqIndex(column, Optional.of(name), isReplacing, metric, partitions, bits);
    }

    /** Lets it take the place of an index of the same name. */
    @Override
    public IvfRqIndex replacing() {
        return new IvfRqIndex(column, chosenName, true, metric, partitions, bits);
    }

    /** Measures distance in another way than {@link DistanceMetric#L2}. */
    @Override
    public IvfRqIndex metric(DistanceMetric newMetric) {
        return new IvfRqIndex(column, chosenName, isReplacing, newMetric, partitions, bits);
    }

    /** Puts the vectors into this many parts. */
    @Override
    public IvfRqIndex partitions(int number) {
        return new IvfRqIndex(column, chosenName, isReplacing, metric, OptionalInt.of(number), bits);
    }

    /** Keeps this many bits of each number, 1 to 8: more cost space and find more. */
    public IvfRqIndex bits(int bitsOfNumber) {
        return new IvfRqIndex(column, chosenName, isReplacing, metric, partitions, bitsOfNumber);
    }
}
