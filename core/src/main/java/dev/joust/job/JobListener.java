// SPDX-License-Identifier: Apache-2.0
package dev.joust.job;

/** Hears what a running job tells. */
@FunctionalInterface
public interface JobListener {
    /**
     * Hears one event: progress at least twice a second and with every batch at most, and every commit.
     *
     * <p>Threads: one call at a time, on a thread of the job; it should return soon, for the job waits.
     */
    void onEvent(JobEvent event);

    /** Hears nothing. */
    static JobListener none() {
        return event -> {};
    }
}
