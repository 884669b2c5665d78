// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static java.util.Objects.requireNonNull;

import dev.joust.backfill.BackfillRequest;
import dev.joust.backfill.BackfillResult;
import dev.joust.error.InternalException;
import dev.joust.feature.FeatureCatalog;
import dev.joust.internal.change.IndexKeeper;
import dev.joust.internal.job.JobIds;
import dev.joust.internal.job.RowLog;
import dev.joust.internal.lance.LanceTable;
import dev.joust.run.Runner;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * Runs backfills of one table.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class BackfillEngine implements Function<BackfillRequest, BackfillResult> {
    private final LanceTable table;
    private final FeatureCatalog catalog;
    private final Runner runner;
    private final RowLog log;
    private final IndexKeeper indexes;

    /**
     * Creates an engine.
     *
     * @param catalog the functions that the program has
     * @param runner executes the tasks, one per fragment
     * @param log where jobs and errors are written down
     * @param indexes keeps search right when values change that are not NULL
     */
    public BackfillEngine(LanceTable table, FeatureCatalog catalog, Runner runner, RowLog log, IndexKeeper indexes) {
        this.table = requireNonNull(table, "table");
        this.catalog = requireNonNull(catalog, "catalog");
        this.runner = requireNonNull(runner, "runner");
        this.log = requireNonNull(log, "log");
        this.indexes = requireNonNull(indexes, "indexes");
    }

    /** Removes what interrupted backfills left beside a table and no later one can use. */
    public static void removeLeftovers(LanceTable table) {
        ReusePlan.clean(table);
    }

    /** Runs a backfill; an interrupt of the calling thread cancels it. */
    @Override
    public BackfillResult apply(BackfillRequest request) {
        Instant started = Instant.now();
        BackfillRun run = new BackfillRun(table, catalog, runner, log, indexes, request, JobIds.next(started), started);
        // On a thread of its own, because an interrupt in the middle of a commit would break the files it syncs.
        FutureTask<BackfillResult> work = new FutureTask<>(run::run);
        Thread thread = new Thread(work, "joust-job");
        thread.setDaemon(true);
        thread.start();
        return await(work, request);
    }

    private static BackfillResult await(FutureTask<BackfillResult> work, BackfillRequest request) {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return work.get();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                    request.cancellation().request();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new InternalException("Cannot run a backfill: " + e.getCause() + "; please report this", e);
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
