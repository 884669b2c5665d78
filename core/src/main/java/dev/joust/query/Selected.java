// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

/** One column of an answer. */
public sealed interface Selected {
    /** What it is called in the answer. */
    String name();

    /** A column as it is stored; for a path into structs, {@code name} is the path. */
    record Stored(String name) implements Selected {
        public Stored {
            requireNonNull(name, "name");
        }
    }

    /**
     * A value computed for each row.
     *
     * @param sql an expression over the columns
     */
    record Computed(String name, String sql) implements Selected {
        public Computed {
            requireNonNull(name, "name");
            requireNonNull(sql, "sql");
        }
    }
}
