// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one loader. Everything that they were given runs, at the latest while they are closed, so that what
 * was begun can give its memory back.
 */
final class LoaderThreads implements Executor, AutoCloseable {
    private final ThreadGroup group = new ThreadGroup("joust-loader");
    private final ThreadPoolExecutor pool;

    LoaderThreads(int count) {
        // What comes while the pool ends runs on the thread that brings it.
        pool = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                this::thread,
                (late, ended) -> late.run());
    }

    private Thread thread(Runnable runnable) {
        Thread thread = new Thread(group, runnable, "joust-loader");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    /** Refuses threads of its own, which would wait for themselves. */
    void requireForeign() {
        if (Thread.currentThread().getThreadGroup() == group) {
            throw new IllegalStateException(
                    "Cannot close a loader in a function that it runs: it would wait for itself;"
                            + " throw an exception, which ends the epoch");
        }
    }

    /** Interrupts what runs and waits for it, because a native read cannot be interrupted, then runs what waited. */
    @Override
    public void close() {
        var waiting = pool.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        waiting.forEach(Runnable::run);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
