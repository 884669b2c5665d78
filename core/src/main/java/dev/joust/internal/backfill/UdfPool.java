// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that call functions, for all fragments of a backfill. Whoever made it closes it. */
final class UdfPool implements AutoCloseable {
    private final ExecutorService threads;

    UdfPool(int concurrency) {
        AtomicInteger next = new AtomicInteger();
        // A thread that died is replaced under its old number.
        this.threads = Executors.newFixedThreadPool(
                concurrency, work -> new UdfThread(work, next.getAndIncrement() % concurrency, concurrency));
    }

    void execute(Runnable work) {
        threads.execute(work);
    }

    /** Stops the threads and waits until their functions are closed. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean isInterrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
