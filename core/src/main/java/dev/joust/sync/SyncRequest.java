// SPDX-License-Identifier: Apache-2.0
package dev.joust.sync;

import static java.util.Objects.requireNonNull;

import dev.joust.backfill.Backfill;
import dev.joust.job.Cancellation;
import java.util.function.Consumer;

/**
 * A complete request for a sync; {@link Sync} builds it.
 *
 * @param settings what is said to each backfill before it runs
 */
public record SyncRequest(Consumer<Backfill> settings, SyncListener listener, Cancellation cancellation) {
    /** Checks that nothing is null. */
    public SyncRequest {
        requireNonNull(settings, "settings");
        requireNonNull(listener, "listener");
        requireNonNull(cancellation, "cancellation");
    }
}
