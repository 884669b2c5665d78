// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.pin;

import dev.joust.Lake;
import dev.joust.PinBuilder;
import dev.joust.Table;
import dev.joust.cli.arguments.TableVersion;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.job.Cancellation;
import dev.joust.pin.Pin;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Keep versions of tables and views until the pin is dropped. */
@Command(
        name = "create",
        description = "Keep versions of tables and views until the pin is dropped. Reads them whole, for a fingerprint"
                + " of each.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust pin create model-7 riders_train night_train")
public final class PinCreateCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "What the pin is to be called.")
    private String name;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "TABLE_OR_VIEW[@VERSION]",
            converter = TableVersion.Converter.class,
            description = "Each table and view that is read: its newest version, or the one behind the @.")
    private List<TableVersion> tables;

    PinCreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Pin pin = session.runCancellable(
                    "there is no pin '" + name + "'; run the same command again",
                    cancellation -> create(lake, cancellation));
            session.output()
                    .print(
                            json -> PinOutput.write(json, pin),
                            text -> text.line("Pin '" + name + "' keeps:")
                                    .table(
                                            List.of("name", "version", "rows", "fingerprint"),
                                            pin.tables().stream()
                                                    .map(PinOutput::cells)
                                                    .toList(),
                                            "nothing")
                                    .hint("prove later that it is the same with: joust pin verify " + name));
        }
    }

    private Pin create(Lake lake, Cancellation cancellation) {
        PinBuilder builder = lake.newPin(name);
        tables.forEach(one -> one.version()
                .ifPresentOrElse(version -> builder.of(one.table(), version), () -> builder.of(one.table())));
        long rows = tables.stream().mapToLong(one -> open(lake, one).count()).sum();
        try (ProgressPrinter progress = session.newProgress()) {
            progress.begin("pin " + name, OptionalLong.of(rows));
            builder.onProgress(done -> {
                cancellation.check();
                progress.reach(done);
            });
            return builder.create().pin();
        }
    }

    private static Table open(Lake lake, TableVersion one) {
        Table newest = lake.openTable(one.table());
        return one.version().isPresent() ? newest.at(one.version().getAsLong()) : newest;
    }
}
