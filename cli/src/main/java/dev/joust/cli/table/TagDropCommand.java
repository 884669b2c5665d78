// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Forget a tag; its version stays until a cleanup. */
@Command(
        name = "drop",
        description = "Forget a tag; its version stays until a cleanup.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust tag drop bdd100k before-relabeling")
public final class TagDropCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Parameters(index = "1", paramLabel = "NAME", description = "The tag.")
    private String name;

    TagDropCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            lake.openTable(table).dropTag(name);
            session.output()
                    .print(
                            json -> json.put("table", table).put("tag", name),
                            text -> text.line("Tag '" + name + "' of '" + table + "' is forgotten"));
        }
    }
}
