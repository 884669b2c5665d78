// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.pin;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.Quantity;
import dev.joust.pin.Pin;
import dev.joust.pin.PinnedTable;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;

/** List the pins of the lake. */
@Command(
        name = "list",
        description = "List the pins of the lake.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust pin list")
public final class PinListCommand implements Runnable {
    private final Session session;

    PinListCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            List<Pin> pins = lake.pins();
            session.output()
                    .printArray(
                            json -> pins.forEach(pin -> PinOutput.write(json.addObject(), pin)),
                            text -> text.table(
                                    List.of("pin", "created", "name", "version", "rows"),
                                    pins.stream()
                                            .flatMap(
                                                    pin -> pin.tables().stream().map(table -> cells(pin, table)))
                                            .toList(),
                                    "There are no pins in '" + lake.uri() + "' yet"));
        }
    }

    private static List<Object> cells(Pin pin, PinnedTable table) {
        return List.of(
                pin.name(),
                pin.created().truncatedTo(ChronoUnit.SECONDS),
                table.name(),
                table.version(),
                Quantity.of(table.rows()));
    }
}
