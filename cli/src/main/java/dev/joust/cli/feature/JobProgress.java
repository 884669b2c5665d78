// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.backfill.Backfill;
import dev.joust.backfill.BackfillHandle;
import dev.joust.backfill.BackfillResult;
import dev.joust.cli.frame.FailedJob;
import dev.joust.cli.frame.Interruption;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.job.JobEvent;
import dev.joust.job.JobListener;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Shows on stderr what a job tells. */
public final class JobProgress implements JobListener {
    private final ProgressPrinter printer;
    private String stage = "";
    private volatile Optional<String> id = Optional.empty();
    private volatile long rowsTotal;
    private volatile long rowsCommitted;

    /** Shows it with this printer. */
    public JobProgress(ProgressPrinter printer) {
        this.printer = printer;
    }

    /**
     * Runs a backfill that this listens to.
     *
     * @param kept what became of it if it is interrupted, and what to do, asked then
     * @throws FailedJob if it fails after it has begun
     */
    public BackfillResult run(Session session, Backfill backfill, Supplier<String> kept) {
        BackfillHandle handle = backfill.onProgress(this).start();
        try {
            return await(session, handle, kept);
        } catch (RuntimeException e) {
            throw id.<RuntimeException>map(job -> new FailedJob(job, e)).orElse(e);
        }
    }

    private static BackfillResult await(Session session, BackfillHandle handle, Supplier<String> kept) {
        try {
            return session.interrupts().runCancellable(handle::cancel, handle::await);
        } catch (CancellationException e) {
            throw session.interrupts().isRequested()
                    ? Interruption.bySignal(kept.get(), e)
                    : Interruption.byRequest(kept.get(), e);
        }
    }

    /** The rows that are planned so far. */
    long rowsTotal() {
        return rowsTotal;
    }

    /** The rows that are committed so far. */
    long rowsCommitted() {
        return rowsCommitted;
    }

    @Override
    public void onEvent(JobEvent event) {
        id = Optional.of(event.job());
        if (event instanceof JobEvent.Progress progress) {
            if (progress.rowsTotal() == 0) {
                // It plans, or finds that there is nothing to do.
                return;
            }
            if (!progress.stage().equals(stage)) {
                stage = progress.stage();
                printer.begin(stage, OptionalLong.of(progress.rowsTotal()));
            }
            rowsTotal = progress.rowsTotal();
            printer.expect(progress.rowsTotal());
            printer.reach(progress.rowsDone());
        } else if (event instanceof JobEvent.Checkpointed) {
            printer.checkpoint();
        } else if (event instanceof JobEvent.Committed committed) {
            addCommitted(committed.rows());
            printer.commit(committed.version());
        } else {
            throw new AssertionError(event);
        }
    }

    private synchronized void addCommitted(long rows) {
        rowsCommitted += rows;
    }
}
