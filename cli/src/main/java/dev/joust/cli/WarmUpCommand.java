// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import dev.joust.cli.frame.Session;
import dev.joust.cli.frame.Output;
import dev.joust.cli.frame.RowPrinter;
import java.util.List;
import picocli.CommandLine.Command;

/** Loads what most commands load; the launcher records the loaded classes, so that later starts map them instead. */
@Command(name = "warm-up", hidden = true, description = "Load what most commands load.")
final class WarmUpCommand implements Runnable {
    private final Session session;

    WarmUpCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        CommandRunner.commandLine(session).usage(session.terminal().stdout());
        Output.json(session.terminal()).print(json -> json.put("warm", true), text -> {});
        try (RowPrinter rows = Output.text(session.terminal()).beginRows(List.of("column"))) {
            rows.add(List.of("value"));
        }
    }
}
