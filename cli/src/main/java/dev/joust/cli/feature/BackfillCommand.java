// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.backfill.Backfill;
import dev.joust.backfill.BackfillResult;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.ProgressPrinter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Computes the cells of features that are missing or stale. */
@Command(
        name = "backfill",
        description = "Compute the cells of features that are missing or stale, several features in one pass.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust backfill bdd100k has_person scene_description dhash")
public final class BackfillCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    private String table;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "NAME", description = "The features.")
    private List<String> names;

    @Option(names = "--where", paramLabel = "SQL", description = "Compute only rows for which this is true.")
    private @Nullable String where;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "How many instances of each function work at once; default: one per core.")
    private @Nullable Integer concurrency;

    @Option(
            names = "--batch-rows",
            paramLabel = "N",
            defaultValue = "" + Backfill.DEFAULT_BATCH_ROWS,
            description = "Rows in one call of a function. Default: ${DEFAULT-VALUE}.")
    private int batchRows;

    @Option(
            names = "--checkpoint-rows",
            paramLabel = "N",
            description =
                    "Computed rows of an unfinished fragment that make a checkpoint, which a killed backfill goes on"
                            + " from. Default: 10,000, but no more than one a second.")
    private @Nullable Integer checkpointRows;

    @Option(
            names = "--commit-fragments",
            paramLabel = "N",
            defaultValue = "" + Backfill.DEFAULT_COMMIT_FRAGMENTS,
            description = "Finished fragments that make a commit. Default: ${DEFAULT-VALUE}.")
    private int commitFragments;

    @Option(
            names = "--commit-seconds",
            paramLabel = "S",
            defaultValue = "" + Backfill.DEFAULT_COMMIT_SECONDS,
            description = "Seconds after which finished fragments are committed anyway. Default: ${DEFAULT-VALUE}.")
    private double commitSeconds;

    @Option(names = "--fragments", paramLabel = "N", description = "Compute no more than this many fragments.")
    private @Nullable Integer fragments;

    @Option(
            names = "--runner",
            paramLabel = "NAME",
            defaultValue = "local",
            description = "Where functions run: local, on the cores of this machine. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("UnusedVariable") // there is one so far: picocli refuses every other name
    private Place runner = Place.LOCAL;

    @ArgGroup
    private @Nullable Scope scope;

    @Mixin
    private final FailureOptions failures = new FailureOptions();

    @Mixin
    private UdfJars udfJars;

    BackfillCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            udfJars.register(lake);
            Table opened = lake.openTable(table);
            BackfillResult result;
            try (ProgressPrinter progress = session.newProgress()) {
                JobProgress job = new JobProgress(progress);
                result = job.run(session, described(opened), () -> kept(job));
            }
            print(result);
        }
    }

    private static String kept(JobProgress job) {
        return job.rowsTotal() == 0
                ? "no row was computed yet; run the same command again"
                : HumanFormat.count(job.rowsCommitted()) + " of " + HumanFormat.count(job.rowsTotal(), "row")
                        + " are committed, others may be kept in checkpoints; run the same command again to go on";
    }

    private Backfill described(Table opened) {
        Backfill backfill = opened.backfill(names.toArray(String[]::new))
                .batchRows(batchRows)
                .commitFragments(commitFragments)
                .commitSeconds(commitSeconds);
        failures.apply(backfill);
        if (where != null) {
            backfill.where(where);
        }
        if (concurrency != null) {
            backfill.concurrency(concurrency);
        }
        if (checkpointRows != null) {
            backfill.checkpointRows(checkpointRows);
        }
        if (fragments != null) {
            backfill.fragments(fragments);
        }
        if (scope != null && scope.recompute) {
            backfill.recompute();
        } else if (scope != null && scope.retryFailed) {
            backfill.retryFailed();
        }
        return backfill;
    }

    private void print(BackfillResult result) {
        session.output().print(json -> BackfillOutput.write(json, result), text -> {
            text.line(summary(result));
            if (result.rowsFailed() > 0) {
                text.hint("see why rows failed with: joust jobs errors " + result.job());
            }
        });
    }

    private String summary(BackfillResult result) {
        if (result.rowsTotal() == 0) {
            return "Nothing to do: " + nothing() + (where == null ? "" : " where " + where);
        }
        return HumanFormat.count(result.rowsComputed(), "row") + " computed"
                + (result.rowsFailed() > 0 ? ", " + HumanFormat.count(result.rowsFailed()) + " failed" : "")
                + " in " + HumanFormat.seconds(result.seconds())
                + (result.seconds() > 0 ? " (" + HumanFormat.rate(result.rowsComputed() / result.seconds()) + ")" : "")
                + "; version " + result.version();
    }

    private String nothing() {
        String features = String.join(", ", names);
        if (scope != null && scope.retryFailed) {
            return "no row of " + features + " has failed";
        }
        return scope != null && scope.recompute ? "there is no row" : "no cell of " + features + " is missing or stale";
    }

    /** Where the functions of a backfill run. */
    enum Place {
        /** On all cores of this machine. */
        LOCAL
    }

    /** Other cells than the missing and stale ones. */
    static final class Scope {
        @Option(names = "--recompute", description = "Compute all rows, fresh ones too.")
        private boolean recompute;

        @Option(names = "--retry-failed", description = "Compute only the rows that failed before.")
        private boolean retryFailed;
    }
}
