// SPDX-License-Identifier: Apache-2.0
package dev.joust.diff;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row that differs, of a table that declares a key.
 *
 * @param change what became of it
 * @param key the values of its key, by column
 * @param values for a changed row the values that differ, in the order of the columns; otherwise none
 */
public record RowDiff(Change change, Map<String, @Nullable Object> key, List<Value> values) {
    /** What became of a row. */
    public enum Change {
        /** Only the second version has it. */
        ADDED,
        /** Only the first version has it. */
        REMOVED,
        /** Both versions have it, with other values. */
        CHANGED
    }

    /**
     * One value that differs.
     *
     * @param column the name of its column in the second version
     * @param before null for NULL; otherwise as rows of a query give it
     * @param after null for NULL; otherwise as rows of a query give it
     */
    public record Value(
            String column,
            @Nullable Object before,
            @Nullable Object after) {
        /** Checks that there is a column. */
        public Value {
            requireNonNull(column, "column");
        }
    }

    /** Checks and copies. */
    public RowDiff {
        requireNonNull(change, "change");
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
        values = List.copyOf(values);
    }

    RowDiff reversed() {
        List<Value> swapped = new ArrayList<>();
        values.forEach(value -> swapped.add(new Value(value.column(), value.after(), value.before())));
        Change other = switch (change) {
            case ADDED -> Change.REMOVED;
            case REMOVED -> Change.ADDED;
            case CHANGED -> Change.CHANGED;
        };
        return new RowDiff(other, key, swapped);
    }
}
