// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.Lake;
import dev.joust.TableBranch;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** List the branches of a table. */
@Command(
        name = "list",
        description = "List the branches of a table.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust branch list bdd100k")
public final class BranchListCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    private String table;

    BranchListCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            List<TableBranch> branches = lake.openTable(table).branches();
            session.output()
                    .printArray(
                            json -> branches.forEach(branch -> json.addObject()
                                    .put("branch", branch.name())
                                    .put("parent", branch.parent().orElse(null))
                                    .put("version", branch.version())
                                    .put("created", branch.created().toString())),
                            text -> text.table(
                                    List.of("branch", "version", "created"),
                                    branches.stream()
                                            .map(branch ->
                                                    List.<Object>of(branch.name(), branch.version(), branch.created()))
                                            .toList(),
                                    "Table '" + table + "' has no branches"));
        }
    }
}
