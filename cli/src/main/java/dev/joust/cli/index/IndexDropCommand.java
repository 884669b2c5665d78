// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.index;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Drop an index; the rows stay. */
@Command(
        name = "drop",
        description = "Drop an index; the rows stay.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust index drop bdd100k timeofday_idx")
public final class IndexDropCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Parameters(index = "1", paramLabel = "NAME", description = "The index.")
    private String name;

    IndexDropCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            long version = lake.openTable(table).dropIndex(name);
            session.tellCommit("drop", 0, version);
            session.output()
                    .print(
                            json -> json.put("index", name).put("version", version),
                            text -> text.line("Index '" + name + "' of '" + table + "' is gone; version " + version));
        }
    }
}
