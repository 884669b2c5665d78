// SPDX-License-Identifier: Apache-2.0
package dev.joust.pin;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One table or view of a pin.
 *
 * @param name its name
 * @param version the version that is kept
 * @param fingerprint what that version held when it was pinned
 * @param source where its rows came from, if it is a view that was refreshed
 */
public record PinnedTable(String name, long version, Fingerprint fingerprint, Optional<PinnedSource> source) {
    /** Checks that all is there. */
    public PinnedTable {
        requireNonNull(name, "name");
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(source, "source");
    }

    /** How many rows that version has. */
    public long rows() {
        return fingerprint.rows();
    }
}
