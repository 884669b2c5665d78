// SPDX-License-Identifier: Apache-2.0
package dev.joust.sync;

import static java.util.Objects.requireNonNull;

import dev.joust.error.JoustException;

/**
 * A part that a sync could not bring up to date; the others are.
 *
 * @param table the table or view that it belongs to
 * @param part what it is
 * @param name its name
 * @param reason why, with what to do
 */
public record SyncFailure(String table, Part part, String name, JoustException reason) {
    /** Checks that nothing is null. */
    public SyncFailure {
        requireNonNull(table, "table");
        requireNonNull(part, "part");
        requireNonNull(name, "name");
        requireNonNull(reason, "reason");
    }

    /** What a sync brings up to date. */
    public enum Part {
        /** A feature of a table or view. */
        FEATURE,
        /** An index of a table or view. */
        INDEX,
        /** A view, which was not refreshed. */
        VIEW,
        /** A table of which nothing could be done. */
        TABLE;

        /** As people write it: {@code feature}, {@code index}, {@code view}, {@code table}. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Why, and what to do, as one sentence. */
    public String message() {
        return String.valueOf(reason.getMessage());
    }

    /** One line such as {@code [bdd100k] feature dhash: Cannot compute feature 'dhash': ...}. */
    @Override
    public String toString() {
        return "[" + table + "] " + part.word() + " " + name + ": " + message();
    }
}
