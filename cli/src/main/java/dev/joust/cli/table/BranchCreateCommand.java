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

/** Make a branch of a table, which copies nothing. */
@Command(
        name = "create",
        description = "Make a branch of a table, which copies nothing.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust branch create bdd100k relabeled --version 7")
public final class BranchCreateCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    private String table;

    @Parameters(index = "1", paramLabel = "NAME", description = "The name of the new branch.")
    private String name;

    @Option(
            names = "--version",
            paramLabel = "V",
            converter = VersionNumber.Converter.class,
            description = "The version that it begins with; default: the newest.")
    private @Nullable Long version;

    BranchCreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Table opened = lake.openTable(table);
            Table branch = version == null ? opened.createBranch(name) : opened.createBranch(name, version);
            long begin = branch.version();
            session.output()
                    .print(
                            json -> json.put("table", table).put("branch", name).put("version", begin),
                            text -> text.line("Branch '" + name + "' of '" + table + "' begins with version " + begin));
        }
    }
}
