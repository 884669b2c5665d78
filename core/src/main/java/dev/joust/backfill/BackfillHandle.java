// SPDX-License-Identifier: Apache-2.0
package dev.joust.backfill;

import dev.joust.job.Cancellation;
import dev.joust.job.JobState;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A backfill that runs on a thread of its own.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class BackfillHandle {
    private final CompletableFuture<BackfillResult> result = new CompletableFuture<>();
    private final Cancellation cancellation;

    private BackfillHandle(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    static BackfillHandle start(Supplier<BackfillResult> work, Cancellation cancellation) {
        BackfillHandle handle = new BackfillHandle(cancellation);
        Thread thread = new Thread(
                () -> {
                    try {
                        handle.result.complete(work.get());
                    } catch (Throwable e) {
                        handle.result.completeExceptionally(e);
                    }
                },
                "joust-backfill");
        thread.setDaemon(true);
        thread.start();
        return handle;
    }

    /** How far it is. */
    public JobState state() {
        if (!result.isDone()) {
            return JobState.RUNNING;
        }
        if (!result.isCompletedExceptionally()) {
            return JobState.DONE;
        }
        return result.isCancelled() ? JobState.CANCELLED : JobState.FAILED;
    }

    /** Asks it to stop, which it does within one batch; what is committed stays. */
    public void cancel() {
        cancellation.request();
    }

    /**
     * Waits until it has ended, and gives or throws what {@link Backfill#run} would.
     *
     * @throws CancellationException if it was cancelled
     */
    public BackfillResult await() {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
