// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An index on vectors that keeps them whole, in parts around centroids.
 *
 * @param partitions into how many parts the vectors are put; empty lets the number of rows decide: its square root, at
 *     most one per 64 rows, one for fewer than 256 rows
 */
public record IvfFlatIndex(
        String column, Optional<String> chosenName, boolean isReplacing, DistanceMetric metric, OptionalInt partitions)
        implements VectorIndex {
    public IvfFlatIndex {
        requireNonNull(column, "column");
        requireNonNull(chosenName, "chosenName");
        requireNonNull(metric, "metric");
        VectorIndex.requirePositive("partitions", partitions);
    }

    static IvfFlatIndex of(String column) {
        return new IvfFlatIndex(column, Optional.empty(), false, DistanceMetric.L2, OptionalInt.empty());
    }

    @Override
    public IndexType type() {
        return IndexType.IVF_FLAT;
    }

    /** Gives it another name than the column's followed by {@code _idx}. */
    @Override
    public IvfFlatIndex named(String name) {
        return new IvfFlatIndex(column, Optional.of(name), isReplacing, metric, partitions);
    }

    /** Lets it take the place of an index of the same name. */
    @Override
    public IvfFlatIndex replacing() {
        return new IvfFlatIndex(column, chosenName, true, metric, partitions);
    }

    /** Measures distance in another way than {@link DistanceMetric#L2}. */
    @Override
    public IvfFlatIndex metric(DistanceMetric newMetric) {
        return new IvfFlatIndex(column, chosenName, isReplacing, newMetric, partitions);
    }

    /** Puts the vectors into this many parts. */
    @Override
    public IvfFlatIndex partitions(int number) {
        return new IvfFlatIndex(column, chosenName, isReplacing, metric, OptionalInt.of(number));
    }
}
