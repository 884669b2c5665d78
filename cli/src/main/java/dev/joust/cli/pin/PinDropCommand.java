// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.pin;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.pin.Pin;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Drop a pin; its versions stay until their tables are optimized. */
@Command(
        name = "drop",
        description = "Drop a pin; its versions stay until their tables are optimized.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust pin drop model-7")
public final class PinDropCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "The pin.")
    private String name;

    PinDropCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            // One whose file is damaged is not listed, and can be dropped.
            Optional<Pin> pin =
                    lake.pins().stream().filter(one -> one.name().equals(name)).findFirst();
            lake.dropPin(name);
            session.output()
                    .print(
                            json -> pin.ifPresentOrElse(
                                    one -> PinOutput.write(json, one),
                                    () -> json.put("pin", name).putArray("tables")),
                            text -> text.line("Pin '" + name + "' is gone; its versions go when their tables are"
                                    + " optimized"));
        }
    }
}
