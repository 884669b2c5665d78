// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.Lake;
import dev.joust.TableVersion;
import dev.joust.cli.arguments.BranchName;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.Quantity;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** List the versions of a table. */
@Command(
        name = "versions",
        description = "List the versions of a table.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust versions bdd100k")
public final class VersionsCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Option(names = "--branch", paramLabel = "NAME", description = "This branch of the table.")
    private @Nullable String branch;

    VersionsCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            List<TableVersion> versions = BranchName.open(lake, table, branch).versions();
            session.output()
                    .printArray(
                            json -> versions.forEach(version -> write(json.addObject(), version)),
                            text -> text.table(
                                    List.of("version", "time", "rows", "operation", "tags"),
                                    versions.stream()
                                            .map(VersionsCommand::cells)
                                            .toList(),
                                    "Table '" + table + "' has no versions"));
        }
    }

    private static void write(ObjectNode json, TableVersion version) {
        json.put("version", version.version())
                .put("time", version.time().toString())
                .put("rows", version.rows())
                .put("operation", version.operation())
                .put("job", version.job().orElse(null));
        JsonFields.put(json, "tags", version.tags());
    }

    private static List<Object> cells(TableVersion version) {
        return List.of(
                version.version(),
                version.time().truncatedTo(ChronoUnit.SECONDS),
                Quantity.of(version.rows()),
                version.operation(),
                String.join(", ", version.tags()));
    }
}
