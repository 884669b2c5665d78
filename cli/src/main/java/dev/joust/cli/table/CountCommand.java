// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.Lake;
import dev.joust.cli.arguments.BranchName;
import dev.joust.cli.arguments.VersionNumber;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.query.Query;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Count the rows of a table. */
@Command(
        name = "count",
        description = "Count the rows of a table.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust count bdd100k --where \"has_person AND timeofday = 'night'\"")
public final class CountCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Option(names = "--where", paramLabel = "SQL", description = "Only rows for which this is true.")
    private @Nullable String where;

    @Option(
            names = "--version",
            paramLabel = "V",
            converter = VersionNumber.Converter.class,
            description = "The table as it was at this version.")
    private @Nullable Long version;

    @Option(names = "--branch", paramLabel = "NAME", description = "This branch of the table.")
    private @Nullable String branch;

    CountCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Query query = BranchName.open(lake, table, branch).query();
            if (where != null) {
                query = query.where(where);
            }
            if (version != null) {
                query = query.atVersion(version);
            }
            long count = query.count();
            session.output()
                    .print(json -> json.put("count", count), text -> text.line(HumanFormat.count(count, "row")));
        }
    }
}
