// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Remove a branch with all that was written to it. */
@Command(
        name = "drop",
        description = "Remove a branch with all that was written to it.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust branch drop bdd100k relabeled")
public final class BranchDropCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    private String table;

    @Parameters(index = "1", paramLabel = "NAME", description = "The branch.")
    private String name;

    BranchDropCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            lake.openTable(table).dropBranch(name);
            session.output()
                    .print(
                            json -> json.put("table", table).put("branch", name),
                            text -> text.line("Branch '" + name + "' of '" + table + "' is removed"));
        }
    }
}
