// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import static java.util.Objects.requireNonNull;

import dev.joust.internal.fingerprint.Fingerprints;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.pin.Fingerprint;
import dev.joust.pin.PinnedSource;
import dev.joust.pin.PinnedTable;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A version that is to be pinned.
 *
 * @param table the table or view
 * @param version held open, so that no cleanup of this process takes it away meanwhile
 * @param source where its rows came from, if it is a view
 */
public record PinTarget(LanceTable table, Snapshot version, Optional<PinnedSource> source) {
    /** Checks that all is there. */
    public PinTarget {
        requireNonNull(table, "table");
        requireNonNull(version, "version");
        requireNonNull(source, "source");
    }

    /**
     * Reads the version for its fingerprint.
     *
     * @param progress hears how many rows were hashed; what it throws ends the work
     */
    public PinnedTable read(LongConsumer progress) {
        Fingerprint fingerprint = Fingerprints.of(version, List.of(), progress);
        return new PinnedTable(table.name(), version.version(), fingerprint, source);
    }
}
