// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.backfill.FailureSettings;
import dev.joust.job.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that call functions, for all fragments of a backfill, and a watch over their calls.
 *
 * <p>A function that takes too long, or runs on when the job is cancelled, is interrupted. If that does not help, its
 * thread is given up: it is left alone, named so, and counted; another thread takes its number and goes on with its
 * batch. Closing a pool waits for functions to close as long as a call may take, and for those no longer than the grace
 * after an interrupt. Whoever made it closes it.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class UdfPool implements AutoCloseable {
    /** So many threads of one job are given up; the next function that does not return stops its feature. */
    static final int MAX_GIVEN_UP = 16;

    private static final Logger LOG = LoggerFactory.getLogger(UdfPool.class);
    private static final long LOOK_MILLIS = 20;
    private static final double CLOSE_SECONDS = 30;

    private final Admission admission;
    private final FailureSettings settings;
    private final Cancellation cancellation;
    private final LinkedBlockingDeque<Item> queue = new LinkedBlockingDeque<>();
    private final Set<UdfThread> threads = new HashSet<>();
    private final Set<PendingBatch> delayed = new HashSet<>();
    private final ScheduledThreadPoolExecutor watch;
    private int givenUp;
    private boolean isClosing;

    /** Something for a thread to do; with nothing in it, the thread ends. */
    private record Item(@Nullable PendingBatch batch) {}

    public UdfPool(Admission admission, FailureSettings settings, Cancellation cancellation) {
        this.admission = admission;
        this.settings = settings;
        this.cancellation = cancellation;
        this.watch = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "joust-udf-watch");
            thread.setDaemon(true);
            return thread;
        });
        watch.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        for (int worker = 0; worker < admission.workers(); worker++) {
            start(worker);
        }
        var unused = watch.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void start(int worker) {
        UdfThread thread = new UdfThread(this, worker);
        threads.add(thread);
        thread.start();
    }

    int workers() {
        return admission.workers();
    }

    /** The GPU of a worker. */
    OptionalInt gpu(int worker) {
        return admission.gpu(worker);
    }

    double timeoutSeconds() {
        return settings.timeoutSeconds();
    }

    long timeoutNanos() {
        return nanos(settings.timeoutSeconds());
    }

    /** How many threads have been given up. */
    synchronized int givenUp() {
        return givenUp;
    }

    public void execute(PendingBatch batch) {
        queue.add(new Item(batch));
    }

    /** Goes on with a batch after a while, or as soon as the job is cancelled; no thread waits for it. */
    synchronized void executeLater(PendingBatch batch, Duration wait) {
        delayed.add(batch);
        var unused = watch.schedule(() -> executeDelayed(batch), wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void executeDelayed(PendingBatch batch) {
        if (delayed.remove(batch)) {
            queue.addFirst(new Item(batch));
        }
    }

    /** Waits for a batch; null when the pool closes. */
    @Nullable
    PendingBatch next() {
        while (true) {
            try {
                return queue.take().batch();
            } catch (InterruptedException e) {
                // Nobody interrupts a thread that waits here but a function that did it to itself a moment ago.
                LOG.debug("An idle thread was interrupted");
            }
        }
    }

    private void look() {
        try {
            boolean isCancelled = cancellation.isRequested();
            List<UdfThread> all;
            synchronized (this) {
                all = List.copyOf(threads);
                if (isCancelled) {
                    List.copyOf(delayed).forEach(this::executeDelayed);
                }
            }
            for (UdfThread thread : all) {
                UdfCall call = thread.call();
                if (call != null) {
                    call.look(isCancelled, nanos(settings.graceSeconds()), () -> giveUp(thread, isCancelled));
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("The watch over functions failed: {}", e.toString(), e);
        }
    }

    private synchronized void giveUp(UdfThread thread, boolean isCancelled) {
        givenUp++;
        Exception stuck = new Exception("where thread '" + thread.getName() + "' was");
        stuck.setStackTrace(thread.getStackTrace());
        LOG.warn(
                "Thread '{}' is given up: its function did not answer an interrupt; it is at {}",
                thread.getName(),
                stuck.getStackTrace().length == 0 ? "its end" : stuck.getStackTrace()[0]);
        thread.setName("joust-udf-given-up-" + givenUp);
        threads.remove(thread);
        PendingBatch batch = thread.work();
        if (batch != null) {
            Exception late = isCancelled
                    ? new CancellationException("The job was asked to stop")
                    : new TimeoutException(
                            "it took longer than " + timeoutSeconds() + " s, and did not answer an interrupt");
            late.initCause(stuck);
            thread.keep(batch.handOver(late));
            queue.addFirst(new Item(batch));
        }
        if (!isClosing) {
            start(thread.worker());
        }
    }

    /** Hears that a thread has closed its functions. */
    void ended(UdfThread thread, List<AutoCloseable> kept) {
        synchronized (this) {
            if (threads.remove(thread) && !isClosing) {
                start(thread.worker());
            }
        }
        for (AutoCloseable resource : kept) {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("Could not free what thread '{}' had: {}", thread.getName(), e.toString(), e);
            }
        }
    }

    /** Stops the threads and waits until their functions are closed, or until they are given up. */
    @Override
    public void close() {
        List<UdfThread> all;
        synchronized (this) {
            isClosing = true;
            all = List.copyOf(threads);
        }
        all.forEach(thread -> queue.add(new Item(null)));
        boolean isInterrupted = false;
        double seconds = Double.isInfinite(timeoutSeconds()) ? CLOSE_SECONDS : timeoutSeconds();
        long end = System.nanoTime() + nanos(seconds);
        List<UdfThread> slow = new ArrayList<>();
        for (UdfThread thread : all) {
            isInterrupted |= join(thread, end);
            if (thread.isAlive()) {
                thread.interrupt();
                slow.add(thread);
            }
        }
        long lastEnd = System.nanoTime() + nanos(settings.graceSeconds());
        for (UdfThread thread : slow) {
            isInterrupted |= join(thread, lastEnd);
            if (thread.isAlive()) {
                LOG.warn("Thread '{}' is given up: a function did not close", thread.getName());
                thread.setName("joust-udf-given-up-closing");
            }
        }
        watch.shutdownNow();
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of a thread, and returns whether it was interrupted meanwhile. */
    private static boolean join(Thread thread, long endNanos) {
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            long left = endNanos - System.nanoTime();
            if (left <= 0) {
                break;
            }
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        return isInterrupted;
    }

    private static long nanos(double seconds) {
        return Double.isInfinite(seconds) ? UdfCall.NEVER : (long) Math.min(seconds * 1e9, UdfCall.NEVER / 4.0);
    }
}
