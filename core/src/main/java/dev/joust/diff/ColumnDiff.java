// SPDX-License-Identifier: Apache-2.0
package dev.joust.diff;

import static java.util.Objects.requireNonNull;

import dev.joust.schema.Column;
import java.util.Optional;

/**
 * What became of one column between two versions.
 *
 * @param before the column in the first version; empty if it was added
 * @param after the column in the second version; empty if it was dropped
 * @param rowsChanged in how many rows that both versions have its value differs; 0 for a column that was added, dropped
 *     or re-typed, whose values are not compared
 */
public record ColumnDiff(Optional<Column> before, Optional<Column> after, long rowsChanged) {
    /** What became of a column. */
    public enum Change {
        /** Only the second version has it. */
        ADDED,
        /** Only the first version has it. */
        DROPPED,
        /** It has another name; its values may differ too. */
        RENAMED,
        /** It has another type; its values were not compared. */
        RETYPED,
        /** Only values of it differ. */
        CHANGED
    }

    /** Checks that there is a column. */
    public ColumnDiff {
        requireNonNull(before, "before");
        requireNonNull(after, "after");
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("One version must have the column");
        }
    }

    /** What became of it. */
    public Change change() {
        if (before.isEmpty()) {
            return Change.ADDED;
        }
        if (after.isEmpty()) {
            return Change.DROPPED;
        }
        if (!before.get().type().equals(after.get().type())) {
            return Change.RETYPED;
        }
        return before.get().name().equals(after.get().name()) ? Change.CHANGED : Change.RENAMED;
    }

    /** Its name in the second version; in the first one if it was dropped. */
    public String name() {
        return after.or(() -> before).orElseThrow().name();
    }

    ColumnDiff reversed() {
        return new ColumnDiff(after, before, rowsChanged);
    }
}
