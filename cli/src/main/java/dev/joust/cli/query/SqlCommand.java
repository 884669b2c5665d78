// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import dev.joust.Lake;
import dev.joust.cli.arguments.VersionNumber;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.query.SqlQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ask a table a whole SELECT, in which it is called t. */
@Command(
        name = "sql",
        description = "Ask a table a whole SELECT, in which it is called t.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust sql bdd100k \"SELECT timeofday, count(*) AS frames FROM t GROUP BY timeofday\"")
public final class SqlCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Parameters(index = "1", paramLabel = "SELECT", description = "The statement.")
    private String select;

    @Option(
            names = "--version",
            paramLabel = "V",
            converter = VersionNumber.Converter.class,
            description = "The table as it was at this version.")
    private @Nullable Long version;

    SqlCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            SqlQuery query = lake.openTable(table).sql(select);
            RowOutput.print(session, (version == null ? query : query.atVersion(version)).stream());
        }
    }
}
