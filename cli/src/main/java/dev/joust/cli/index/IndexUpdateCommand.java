// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.index;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.JsonFields;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Let every index of a table cover the rows that came since. */
@Command(
        name = "update",
        description = "Let every index of a table cover the rows that came since.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust index update bdd100k")
public final class IndexUpdateCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    IndexUpdateCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Table opened = lake.openTable(table);
            List<String> updated = opened.updateIndexes();
            long version = opened.version();
            session.output()
                    .print(
                            json -> {
                                JsonFields.put(json, "updated", updated);
                                json.put("version", version);
                            },
                            text -> text.line(
                                    updated.isEmpty()
                                            ? "Every index of '" + table + "' covers all rows"
                                            : "Updated " + String.join(", ", updated) + "; version " + version));
        }
    }
}
