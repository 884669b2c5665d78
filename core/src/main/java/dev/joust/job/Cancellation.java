// SPDX-License-Identifier: Apache-2.0
package dev.joust.job;

import java.util.concurrent.CancellationException;

/**
 * A request to stop, which a job looks at between two batches.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class Cancellation {
    private volatile boolean requested;

    /** Asks the job to stop. */
    public void request() {
        requested = true;
    }

    /** Whether it was asked to stop. */
    public boolean isRequested() {
        return requested;
    }

    /**
     * Stops here if that was asked for, or if the thread is interrupted.
     *
     * @throws CancellationException if so
     */
    public void check() {
        if (requested || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("The job was asked to stop");
        }
    }
}
