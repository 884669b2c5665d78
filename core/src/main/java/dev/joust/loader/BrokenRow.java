// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static java.util.Objects.requireNonNull;

/**
 * A row whose image could not be decoded.
 *
 * @param rowId the row
 * @param reason what is wrong with the image
 */
public record BrokenRow(long rowId, String reason) {
    /** Checks the reason. */
    public BrokenRow {
        requireNonNull(reason, "reason");
    }
}
