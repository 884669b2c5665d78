// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.ChangeResult;
import dev.joust.Lake;
import dev.joust.cli.arguments.Assignment;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Set columns of rows. */
@Command(
        name = "update",
        description = "Set columns of rows.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust update bdd100k --set \"weather='rainy'\" --where \"weather = 'drizzle'\"")
public final class UpdateCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Option(
            names = "--set",
            paramLabel = "C=EXPR",
            required = true,
            converter = Assignment.Converter.class,
            description = "A column and the SQL for its new value; once for each column.")
    private List<Assignment> set = List.of();

    @Option(
            names = "--where",
            paramLabel = "SQL",
            required = true,
            description = "The rows to change: those for which this is true; true for all rows.")
    private String where = "";

    UpdateCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            ChangedRows.beginIn(session, table);
            ChangeResult result = lake.openTable(table).update(Assignment.map(set), where);
            ChangedRows.print(session, "updated", result);
        }
    }
}
