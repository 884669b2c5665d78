// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

/** A column to sort by; NULLs come last in both directions. */
public record SortKey(String column, Direction direction) {
    /** Which end comes first. */
    public enum Direction {
        /** The smallest value first. */
        ASCENDING,
        /** The largest value first. */
        DESCENDING
    }

    public SortKey {
        requireNonNull(column, "column");
        requireNonNull(direction, "direction");
    }
}
