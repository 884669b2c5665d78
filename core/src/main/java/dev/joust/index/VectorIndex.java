// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

import java.util.OptionalInt;

/** An index that finds nearest vectors, in parts around centroids of which a search looks at the nearest. */
public sealed interface VectorIndex extends Index
        permits IvfFlatIndex, IvfPqIndex, IvfSqIndex, IvfRqIndex, IvfHnswPqIndex, IvfHnswSqIndex {
    /** How it measures distance. */
    DistanceMetric metric();

    /** Into how many parts the vectors are put; empty lets the number of rows decide. */
    OptionalInt partitions();

    @Override
    VectorIndex named(String name);

    @Override
    VectorIndex replacing();

    /** Measures distance in another way. */
    VectorIndex metric(DistanceMetric newMetric);

    /** Puts the vectors into this many parts. */
    VectorIndex partitions(int number);

    /** Checks a setting that may be left open. */
    static void requirePositive(String what, OptionalInt value) {
        if (value.isPresent() && value.getAsInt() <= 0) {
            throw new IllegalArgumentException(what + " must be positive but was " + value.getAsInt());
        }
    }
}
