// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An index on vectors that keeps each number in one byte, in parts around centroids: a quarter of the space of
 * {@link IvfFlatIndex}.
 *
 * @param partitions into how many parts the vectors are put; empty lets the number of rows decide, as for
 *     {@link IvfFlatIndex}
 */
public record IvfSqIndex(
        String column, Optional<String> chosenName, boolean isReplacing, DistanceMetric metric, OptionalInt partitions)
        implements VectorIndex {
    public IvfSqIndex {
        requireNonNull(column, "column");
        requireNonNull(chosenName, "chosenName");
        requireNonNull(metric, "metric");
        VectorIndex.requirePositive("partitions", partitions);
    }

    static IvfSqIndex of(String column) {
        return new IvfSqIndex(column, Optional.empty(), false, DistanceMetric.L2, OptionalInt.empty());
    }

    @Override
    public IndexType type() {
        return IndexType.IVF_SQ;
    }

    /** Gives it another name than the column's followed by {@code _idx}. */
    @Override
    public IvfSqIndex named(String name) {
        return new IvfSqIndex(column, Optional.of(name), isReplacing, metric, partitions);
    }

    /** Lets it take the place of an index of the same name. */
    @Override
    public IvfSqIndex replacing() {
        return new IvfSqIndex(column, chosenName, true, metric, partitions);
    }

    /** Measures distance in another way than {@link DistanceMetric#L2}. */
    @Override
    public IvfSqIndex metric(DistanceMetric newMetric) {
        return new IvfSqIndex(column, chosenName, isReplacing, newMetric, partitions);
    }

    /** Puts the vectors into this many parts. */
    @Override
    public IvfSqIndex partitions(int number) {
        return new IvfSqIndex(column, chosenName, isReplacing, metric, OptionalInt.of(number));
    }
}
