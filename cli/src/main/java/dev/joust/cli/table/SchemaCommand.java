// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.schema.Column;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Show the columns of a table. */
@Command(
        name = "schema",
        description = "Show the columns of a table.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust schema bdd100k")
public final class SchemaCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    SchemaCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Table opened = lake.openTable(table);
            List<Column> columns = opened.schema().columns();
            Set<String> features = opened.featureColumns();
            session.output()
                    .printArray(
                            json -> columns.forEach(column -> json.addObject()
                                    .put("name", column.name())
                                    .put("type", column.type().toString())
                                    .put("nullable", column.nullable())
                                    .put("feature", features.contains(column.name()))),
                            text -> text.table(
                                    List.of("column", "type", "", ""),
                                    columns.stream()
                                            .map(column -> List.of(
                                                    column.name(),
                                                    column.type().toString(),
                                                    column.nullable() ? "" : "not null",
                                                    features.contains(column.name()) ? "feature" : ""))
                                            .toList(),
                                    "Table '" + table + "' has no columns"));
        }
    }
}
