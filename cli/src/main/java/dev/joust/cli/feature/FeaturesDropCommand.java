// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Drop a feature with all its columns. */
@Command(
        name = "drop",
        description = "Drop a feature with all its columns.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust features drop bdd100k has_person")
public final class FeaturesDropCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Parameters(index = "1", paramLabel = "NAME", description = "The feature.")
    private String name;

    FeaturesDropCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            long version = lake.openTable(table).dropFeature(name);
            session.tellCommit("drop", 0, version);
            session.output()
                    .print(
                            json -> json.put("table", table)
                                    .put("feature", name)
                                    .put("version", version),
                            text -> text.line("Feature '" + name + "' of '" + table + "' is gone; version " + version));
        }
    }
}
