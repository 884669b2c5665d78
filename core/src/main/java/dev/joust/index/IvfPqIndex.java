// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An index on vectors that keeps them compressed by product quantization, in parts around centroids.
 *
 * @param partitions into how many parts the vectors are put; empty lets the number of rows decide, as for
 *     {@link IvfFlatIndex}
 * @param subVectors into how many pieces each vector is cut, a divisor of its dimension; empty takes a sixteenth of the
 *     dimension, or the nearest divisor below, at least one
 * @param bits of each piece: 4 or 8
 */
public record IvfPqIndex(
        String column,
        Optional<String> chosenName,
        boolean isReplacing,
        DistanceMetric metric,
        OptionalInt partitions,
        OptionalInt subVectors,
        int bits)
        implements VectorIndex {
    public IvfPqIndex {
        requireNonNull(column, "column");
        requireNonNull(chosenName, "chosenName");
        requireNonNull(metric, "metric");
        VectorIndex.requirePositive("partitions", partitions);
        VectorIndex.requirePositive("subVectors", subVectors);
        if (bits != 4 && bits != 8) {
            throw new IllegalArgumentException("bits must be 4 or 8 but was " + bits);
        }
    }

    static IvfPqIndex of(String column) {
        return new IvfPqIndex(
                column, Optional.empty(), false, DistanceMetric.L2, OptionalInt.empty(), OptionalInt.empty(), 8);
    }

    @Override
    public IndexType type() {
        return IndexType.IVF_PQ;
    }

    /** Gives it another name than the column's followed by {@code _idx}. */
    @Override
    public IvfPqIndex named(String name) {
        return new IvfPqIndex(column, Optional.of(name), isReplacing, metric, partitions, subVectors, bits);
    }

    /** Lets it take the place of an index of the same name. */
    @Override
    public IvfPqIndex replacing() {
        return new IvfPqIndex(column, chosenName, true, metric, partitions, subVectors, bits);
    }

    /** Measures distance in another way than {@link DistanceMetric#L2}. */
    @Override
    public IvfPqIndex metric(DistanceMetric newMetric) {
        return new IvfPqIndex(column, chosenName, isReplacing, newMetric, partitions, subVectors, bits);
    }

    /** Puts the vectors into this many parts. */
    @Override
    public IvfPqIndex partitions(int number) {
        return new IvfPqIndex(column, chosenName, isReplacing, metric, OptionalInt.of(number), subVectors, bits);
    }

    /** Cuts each vector into this many pieces, a divisor of its dimension. */
    public IvfPqIndex subVectors(int pieces) {
        return new IvfPqIndex(column, chosenName, isReplacing, metric, partitions, OptionalInt.of(pieces), bits);
    }

    /** Keeps this many bits of each piece: 4 or 8. */
    public IvfPqIndex bits(int bitsOfPiece) {
        return new IvfPqIndex(column, chosenName, isReplacing, metric, partitions, subVectors, bitsOfPiece);
    }
}
