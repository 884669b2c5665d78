// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.ChangeResult;
import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Delete rows. */
@Command(
        name = "delete",
        description = "Delete rows.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust delete bdd100k --where \"split = 'test'\"")
public final class DeleteCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Option(
            names = "--where",
            paramLabel = "SQL",
            required = true,
            description = "The rows to delete: those for which this is true; true for all rows.")
    private String where = "";

    DeleteCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            ChangedRows.beginIn(session, table);
            ChangeResult result = lake.openTable(table).delete(where);
            ChangedRows.print(session, "deleted", result);
        }
    }
}
