// SPDX-License-Identifier: Apache-2.0
package dev.joust.view;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How far a view is behind its source, and what a refresh would do about it.
 *
 * @param versions versions of the source since the last refresh; all of them if there was none
 * @param rowsEstimate rows of the source that came, changed or went since, whether the view has them or not: exact
 *     where rows were added, deleted or updated, but for rows that were updated and then deleted; all rows of a
 *     fragment where it is not known which of them changed; all rows of the source where all of it must be read
 * @param next how a refresh would be done; empty if it would be refused
 * @param why why so, or why it would be refused
 */
public record ViewLag(long versions, long rowsEstimate, Optional<RefreshMode> next, String why) {
    /** Checks that all is there. */
    public ViewLag {
        requireNonNull(next, "next");
        requireNonNull(why, "why");
    }
}
