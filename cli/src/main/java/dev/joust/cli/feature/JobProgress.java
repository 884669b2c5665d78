// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.cli.print.ProgressPrinter;
import dev.joust.job.JobEvent;
import dev.joust.job.JobListener;
import java.util.Optional;
import java.util.OptionalLong;

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

    /** The job's id; empty before it told anything, and then it has not begun. */
    public Optional<String> id() {
        return id;
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
