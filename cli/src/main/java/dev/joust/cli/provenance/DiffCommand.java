// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.provenance;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.frame.Session;
import dev.joust.diff.TableDiff;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Say what differs between two versions of a table. */
@Command(
        name = "diff",
        description = {
            "Say what differs between two versions of a table: rows, columns, features.",
            "",
            "Rows are told apart by their row ids. Where the table declares a key, a row that an upsert replaced under"
                    + " a new id is changed, and rows are listed with their keys; without a key it is removed and"
                    + " added, and rows are counted."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  joust diff bdd100k 3 7", "  joust diff bdd100k monday tuesday --limit 100"})
public final class DiffCommand implements Runnable {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Parameters(index = "1", paramLabel = "V1", description = "The first version: a number or a tag.")
    private String before;

    @Parameters(
            index = "2",
            paramLabel = "V2",
            description = "The second version: a number or a tag. May be the older one.")
    private String after;

    @Option(
            names = {"--limit", "--rows"},
            paramLabel = "N",
            description = "List at most so many rows of each kind, if the table declares a key. Default: 20.")
    private int limit = Table.LISTED_ROWS;

    DiffCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (limit < 0) {
            throw new IllegalArgumentException("Cannot compare versions of table '" + table
                    + "': --limit must not be negative but was " + limit + "; give 0 to list no rows");
        }
        try (Lake lake = session.openLake()) {
            Table opened = lake.openTable(table);
            TableDiff diff = opened.diff(version(opened, before), version(opened, after), limit);
            session.output().print(json -> DiffOutput.write(json, diff), text -> DiffOutput.print(text, diff));
        }
    }

    private static long version(Table table, String text) {
        return NUMBER.matcher(text).matches()
                ? Long.parseLong(text)
                : table.at(text).version();
    }
}
