// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Rename a column. */
@Command(
        name = "rename",
        description = "Rename a column; no data is written.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust columns rename bdd100k width width_pixels")
public final class ColumnsRenameCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    private String table;

    @Parameters(index = "1", paramLabel = "COLUMN", description = "The column.")
    private String column;

    @Parameters(index = "2", paramLabel = "NAME", description = "Its new name.")
    private String name;

    ColumnsRenameCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            long version = lake.openTable(table).renameColumn(column, name);
            session.tellCommit("rename", 0, version);
            session.output()
                    .print(
                            json -> json.put("column", name).put("version", version),
                            text -> text.line("Column '" + column + "' of '" + table + "' is called '" + name
                                    + "'; version " + version));
        }
    }
}
