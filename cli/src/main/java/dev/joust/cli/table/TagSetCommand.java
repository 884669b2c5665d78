// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.arguments.VersionNumber;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Name a version of a table. */
@Command(
        name = "set",
        description = "Name a version of a table.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust tag set bdd100k before-relabeling --version 7")
public final class TagSetCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Parameters(index = "1", paramLabel = "NAME", description = "The tag.")
    private String name;

    @Option(
            names = "--version",
            paramLabel = "V",
            converter = VersionNumber.Converter.class,
            description = "The version; default: the newest.")
    private @Nullable Long version;

    TagSetCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        tag(session, table, name, version);
    }

    static void tag(Session session, String table, String name, @Nullable Long version) {
        try (Lake lake = session.openLake()) {
            Table opened = lake.openTable(table);
            long tagged = version == null ? opened.version() : version;
            opened.tag(name, tagged);
            session.output()
                    .print(
                            json -> json.put("table", table).put("tag", name).put("version", tagged),
                            text -> text.line(
                                    "Version " + tagged + " of '" + table + "' is now called '" + name + "'"));
        }
    }
}
