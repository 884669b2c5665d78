// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.job.JobEvent;
import dev.joust.job.JobListener;
import dev.joust.run.RunContext;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts rows and tells the listener, at least twice a second. Whoever made it closes it. */
final class ProgressMeter implements AutoCloseable {
    private static final long PERIOD_MILLIS = 400;

    private static final double SMOOTHED_SECONDS = 60;

    private final String job;
    private final JobListener listener;
    private final RunContext context;
    private final AtomicLong rowsTotal = new AtomicLong();
    private final long startNanos = System.nanoTime();
    private final ScheduledExecutorService clock;
    private volatile String stage = "plan";
    private volatile boolean begun;
    private long lastDone;
    private double lastSeconds;
    private long checkpointsTold;
    private double smoothed;
    private volatile @Nullable RuntimeException failure;

    /** @param onTick runs with each report */
    ProgressMeter(String job, JobListener listener, RunContext context, Runnable onTick) {
        this.job = job;
        this.listener = listener;
        this.context = context;
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "joust-progress");
            thread.setDaemon(true);
            return thread;
        });
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.clock = threads;
        var unused = clock.scheduleAtFixedRate(() -> tick(onTick), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick(Runnable onTick) {
        try {
            if (begun) {
                report();
            }
            onTick.run();
        } catch (RuntimeException e) {
            failure = e;
            clock.shutdown();
        }
    }

    void stage(String name, long moreRows) {
        stage = name;
        rowsTotal.addAndGet(moreRows);
        report();
    }

    long rowsTotal() {
        return rowsTotal.get();
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /** Tells how far the job is, and of new checkpoints; the first call begins the regular ones. */
    synchronized void report() {
        begun = true;
        long done = context.rowsDone();
        long total = Math.max(done, rowsTotal.get());
        double rate = rate(done);
        double eta = done == total ? 0 : rate <= 0 ? -1 : (total - done) / rate;
        tell(new JobEvent.Progress(job, stage, done, total, rate, eta));
        long written = context.checkpoints();
        while (checkpointsTold < written) {
            tell(new JobEvent.Checkpointed(job, ++checkpointsTold));
        }
    }

    /**
     * Rows per second of late: the mean since the start at first, and then one in which a minute ago counts for less
     * and less. Rows arrive in batches, several fragments at once, so a rate over a moment would jump.
     */
    private double rate(long done) {
        double now = seconds();
        double passed = now - lastSeconds;
        if (passed < PERIOD_MILLIS / 2e3) {
            return smoothed > 0 ? smoothed : done / Math.max(1e-9, now);
        }
        double weight = Math.max(passed / now, 1 - Math.exp(-passed / SMOOTHED_SECONDS));
        smoothed += weight * ((done - lastDone) / passed - smoothed);
        lastDone = done;
        lastSeconds = now;
        return smoothed;
    }

    synchronized void tell(JobEvent event) {
        listener.onEvent(event);
    }

    /** Tells of a commit, and before it how many rows are done: the last report may be older than the commit. */
    void tellCommit(JobEvent.Committed event) {
        report();
        tell(event);
    }

    /** Throws what went wrong between two reports, if anything did. */
    void check() {
        RuntimeException problem = failure;
        if (problem != null) {
            throw problem;
        }
    }

    @Override
    public void close() {
        clock.shutdown();
        boolean isInterrupted = false;
        while (true) {
            try {
                if (clock.awaitTermination(1, TimeUnit.MINUTES)) {
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
