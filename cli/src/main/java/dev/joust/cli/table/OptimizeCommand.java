// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.Lake;
import dev.joust.OptimizeResult;
import dev.joust.Table;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.job.Cancellation;
import java.time.Duration;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compact a table, update its indexes and remove old versions. */
@Command(
        name = "optimize",
        description = "Compact a table, update its indexes and remove old versions.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust optimize bdd100k --keep-days 30")
public final class OptimizeCommand implements Runnable {
    private static final int MAX_DAYS = 100_000;
    private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Option(
            names = "--keep-days",
            paramLabel = "D",
            defaultValue = "7",
            description = "Versions of the last D days stay; tagged ones and those that views need stay anyway."
                    + " Default: ${DEFAULT-VALUE}.")
    private double keepDays;

    OptimizeCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (!(keepDays >= 0 && keepDays <= MAX_DAYS)) {
            throw new IllegalArgumentException("--keep-days must be within 0 and " + MAX_DAYS + " but was " + keepDays);
        }
        try (Lake lake = session.openLake()) {
            Table opened = lake.openTable(table);
            OptimizeResult result = session.runCancellable(
                    "no row of '" + table + "' is lost, and the steps that were done are kept; run the same command"
                            + " again for the others",
                    cancellation -> optimize(opened, cancellation));
            session.output()
                    .print(
                            json -> json.put("fragments_before", result.fragmentsBefore())
                                    .put("fragments_after", result.fragmentsAfter())
                                    .put("versions_removed", result.versionsRemoved())
                                    .put("bytes_reclaimed", result.bytesReclaimed())
                                    .put("version", result.version()),
                            text -> text.line(result.fragmentsBefore() + " -> "
                                    + HumanFormat.count(result.fragmentsAfter(), "fragment")
                                    + ", " + HumanFormat.count(result.versionsRemoved(), "old version")
                                    + " removed, " + HumanFormat.bytes(result.bytesReclaimed())
                                    + " reclaimed; version " + result.version()));
        }
    }

    private OptimizeResult optimize(Table opened, Cancellation cancellation) {
        long before = opened.version();
        long rows = opened.count();
        try (ProgressPrinter progress = session.newProgress()) {
            progress.begin("optimize", OptionalLong.of(rows));
            OptimizeResult result = opened.optimize(Duration.ofMillis(Math.round(keepDays * DAY_MILLIS)), cancellation);
            progress.reach(rows);
            if (result.version() > before) {
                progress.commit(result.version());
            }
            return result;
        }
    }
}
