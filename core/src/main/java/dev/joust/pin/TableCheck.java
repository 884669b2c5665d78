// SPDX-License-Identifier: Apache-2.0
package dev.joust.pin;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Whether a pinned version is there and holds what was pinned.
 *
 * @param table what was pinned
 * @param problem what is wrong, in words; empty if all is well
 */
public record TableCheck(PinnedTable table, Optional<String> problem) {
    /** Checks that all is there. */
    public TableCheck {
        requireNonNull(table, "table");
        requireNonNull(problem, "problem");
    }

    /** Whether it is there and holds what was pinned. */
    public boolean isOk() {
        return problem.isEmpty();
    }
}
