// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.view;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Drop a view with all its versions; its source stays. */
@Command(
        name = "drop",
        description = "Drop a view with all its versions; its source stays.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust view drop riders_train")
public final class ViewDropCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "The view.")
    private String name;

    ViewDropCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            lake.openView(name);
            lake.dropTable(name);
            session.output().print(json -> json.put("view", name), text -> text.line("View '" + name + "' is gone"));
        }
    }
}
