// SPDX-License-Identifier: Apache-2.0
package dev.joust.sync;

/** Hears what a running sync tells. */
@FunctionalInterface
public interface SyncListener {
    /**
     * Hears one event.
     *
     * <p>Threads: one call at a time, those of a backfill on a thread of its job; it should return soon, for the sync
     * waits.
     */
    void onEvent(SyncEvent event);

    /** Hears nothing. */
    static SyncListener none() {
        return event -> {};
    }
}
