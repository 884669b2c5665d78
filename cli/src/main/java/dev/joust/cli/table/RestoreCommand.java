// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.Lake;
import dev.joust.cli.arguments.VersionNumber;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Make an old version the newest; nothing is copied or lost. */
@Command(
        name = "restore",
        description = "Make an old version the newest; nothing is copied or lost.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust restore bdd100k --version 7")
public final class RestoreCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Option(
            names = "--version",
            paramLabel = "V",
            converter = VersionNumber.Converter.class,
            required = true,
            description = "The version to bring back.")
    private long version;

    RestoreCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            long restored = lake.openTable(table).restore(version);
            session.tellCommit("restore", 0, restored);
            session.output()
                    .print(
                            json -> json.put("table", table)
                                    .put("restored", version)
                                    .put("version", restored),
                            text -> text.line(
                                    "Version " + version + " of '" + table + "' is back as version " + restored));
        }
    }
}
