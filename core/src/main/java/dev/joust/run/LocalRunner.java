// SPDX-License-Identifier: Apache-2.0
package dev.joust.run;

import static java.util.Objects.requireNonNull;

import dev.joust.job.Cancellation;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Executes tasks on threads of this process. */
public final class LocalRunner implements Runner {
    private final int concurrentTasks;
    private final @Nullable Devices devices;

    /**
     * Creates a runner.
     *
     * @param concurrentTasks how many tasks run at once
     */
    public LocalRunner(int concurrentTasks) {
        this(concurrentTasks, null);
    }

    private LocalRunner(int concurrentTasks, @Nullable Devices devices) {
        this.devices = devices;
        if (concurrentTasks < 1) {
            throw new IllegalArgumentException("concurrentTasks must be positive but was " + concurrentTasks);
        }
        this.concurrentTasks = concurrentTasks;
    }

    /** Returns a runner that uses these devices instead of those that it finds. */
    public LocalRunner on(Devices chosen) {
        return new LocalRunner(concurrentTasks, requireNonNull(chosen, "chosen"));
    }

    @Override
    public <T extends Task<R>, R extends Serializable> void run(
            List<T> tasks, WorkerRecipe<T, R> recipe, RunContext context, Consumer<R> results) {
        if (tasks.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(concurrentTasks, tasks.size()), task -> new Thread(task, "joust-task"));
        try (TaskWorker<T, R> worker = recipe.open(devices == null ? context : context.on(devices))) {
            new Run<>(threads, worker, context.cancellation(), results).all(tasks.iterator(), concurrentTasks);
        } finally {
            threads.shutdown();
        }
    }

    /** What became of one task. */
    private record Ended<R>(@Nullable R result, @Nullable Throwable failure) {}

    private static final class Run<T extends Task<R>, R extends Serializable> {
        private final BlockingQueue<Ended<R>> ended = new LinkedBlockingQueue<>();
        private final ExecutorService threads;
        private final TaskWorker<T, R> worker;
        private final Cancellation cancellation;
        private final Consumer<R> results;
        private int running;
        private @Nullable Throwable failure;

        Run(ExecutorService threads, TaskWorker<T, R> worker, Cancellation cancellation, Consumer<R> results) {
            this.threads = threads;
            this.worker = worker;
            this.cancellation = cancellation;
            this.results = results;
        }

        void all(Iterator<T> waiting, int concurrentTasks) {
            boolean isInterrupted = false;
            while (running > 0 || (waiting.hasNext() && failure == null)) {
                while (running < concurrentTasks && waiting.hasNext() && failure == null) {
                    start(waiting.next());
                }
                if (running > 0) {
                    try {
                        takeOne();
                    } catch (InterruptedException e) {
                        // The tasks see the request and end soon: nothing may run when this returns.
                        isInterrupted = true;
                        cancellation.request();
                    }
                }
            }
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
            rethrow();
        }

        private void start(T task) {
            running++;
            threads.execute(() -> {
                Ended<R> end;
                try {
                    cancellation.check();
                    end = new Ended<>(worker.execute(task), null);
                } catch (Throwable e) {
                    end = new Ended<>(null, e);
                }
                ended.add(end);
            });
        }

        private void takeOne() throws InterruptedException {
            Ended<R> end = ended.take();
            running--;
            try {
                if (end.result() != null) {
                    results.accept(requireNonNull(end.result()));
                } else {
                    fail(requireNonNull(end.failure()));
                }
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }

        private void fail(Throwable cause) {
            if (failure == null || failure instanceof CancellationException) {
                failure = cause;
            }
        }

        private void rethrow() {
            if (failure instanceof RuntimeException exception) {
                throw exception;
            } else if (failure instanceof Error error) {
                throw error;
            } else if (failure != null) {
                CancellationException cancelled = new CancellationException("The job was interrupted");
                cancelled.initCause(failure);
                throw cancelled;
            }
        }
    }
}
