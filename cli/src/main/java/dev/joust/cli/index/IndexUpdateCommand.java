// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.index;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.ProgressPrinter;
import java.util.List;
import java.util.OptionalLong;
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
            session.beginUncancellable("the rows of '" + table + "' are as they were, and the indexes that were done"
                    + " are kept; run the same command again for the others");
            List<String> updated = update(opened);
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

    private List<String> update(Table opened) {
        long rows = opened.count();
        try (ProgressPrinter progress = session.newProgress()) {
            progress.begin("index", OptionalLong.of(rows));
            List<String> updated = opened.updateIndexes();
            progress.reach(rows);
            if (!updated.isEmpty()) {
                progress.commit(opened.version());
            }
            return updated;
        }
    }
}
