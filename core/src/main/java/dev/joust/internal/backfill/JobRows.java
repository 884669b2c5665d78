// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.internal.job.JobTables;
import dev.joust.internal.job.RowLog;
import dev.joust.job.Job;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The two rows of a job. The first is written while the job is planned, because that takes as long as a small job.
 *
 * <p>Threads: belongs to one thread.
 */
final class JobRows {
    private final RowLog log;
    private final CompletableFuture<Void> start = new CompletableFuture<>();

    JobRows(RowLog log) {
        this.log = log;
    }

    /** Begins to write the row of the start. */
    void start(Job row) {
        Thread thread = new Thread(
                () -> {
                    try {
                        append(row);
                        start.complete(null);
                    } catch (Throwable e) {
                        start.completeExceptionally(e);
                    }
                },
                "joust-job-start");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the row of the start is written, and throws what went wrong. */
    void awaitStart() {
        try {
            start.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Writes the row of the end after that of the start. */
    void end(Job row) {
        awaitStart();
        append(row);
    }

    private void append(Job row) {
        log.append(JobTables.JOBS, JobTables.JOB_SCHEMA, List.of(JobTables.row(row, Instant.now())));
    }
}
