// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.sync;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.backfill.Backfill;
import dev.joust.cli.feature.FailureOptions;
import dev.joust.cli.feature.UdfJars;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Interruption;
import dev.joust.cli.frame.PartlyFailed;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.job.Cancellation;
import dev.joust.sync.SyncResult;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a table and everything that depends on it up to date. */
@Command(
        name = "sync",
        description = {
            "Bring a table and everything that depends on it up to date: features, indexes, views, views of views.",
            "What is up to date is left alone, so it can be run again after anything; what fails is named, and the rest"
                    + " is done."
        },
        footerHeading = Help.EXAMPLE,
        footer = "  joust sync bdd100k")
public final class SyncCommand implements Runnable {
    private static final String KEPT =
            "what is committed stays, and no view is half refreshed; run the same command again to go on";

    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table, or a view, which is refreshed too.")
    private String table;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "How many instances of each function work at once; default: one per core.")
    private @Nullable Integer concurrency;

    @Mixin
    private final FailureOptions failures = new FailureOptions();

    @Mixin
    private UdfJars udfJars;

    SyncCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            udfJars.register(lake);
            Table opened = lake.openTable(table);
            SyncResult result = sync(opened);
            session.output().print(json -> SyncOutput.write(json, result), text -> SyncOutput.print(text, result));
            if (!result.isComplete()) {
                throw new PartlyFailed("Cannot complete the sync of '" + table + "': "
                        + HumanFormat.count(result.failed().size(), "part")
                        + " failed, the rest is up to date; see to what the report names, then run the same command"
                        + " again");
            }
        }
    }

    private SyncResult sync(Table opened) {
        try {
            return session.runCancellable(cancellation -> sync(opened, cancellation));
        } catch (CancellationException e) {
            throw session.interrupts().isRequested() ? Interruption.bySignal(KEPT, e) : Interruption.byRequest(KEPT, e);
        }
    }

    private SyncResult sync(Table opened, Cancellation cancellation) {
        try (ProgressPrinter progress = session.newProgress()) {
            return opened.sync()
                    .backfilling(this::setUp)
                    .onProgress(new SyncProgress(progress))
                    .cancelledBy(cancellation)
                    .run();
        }
    }

    private void setUp(Backfill backfill) {
        failures.apply(backfill);
        if (concurrency != null) {
            backfill.concurrency(concurrency);
        }
    }
}
