// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.index;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.Quantity;
import dev.joust.index.IndexStatus;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** List the indexes of a table. */
@Command(
        name = "list",
        description = "List the indexes of a table.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust index list bdd100k")
public final class IndexListCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    IndexListCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            List<IndexStatus> indexes = lake.openTable(table).indexes();
            session.output()
                    .printArray(
                            json -> indexes.forEach(index -> write(json.addObject(), index)),
                            text -> text.table(
                                    List.of("name", "type", "columns", "rows indexed", "unindexed", ""),
                                    indexes.stream()
                                            .map(index -> List.of(
                                                    index.name(),
                                                    index.kind(),
                                                    String.join(", ", index.columns()),
                                                    Quantity.of(index.rowsIndexed()),
                                                    Quantity.of(index.rowsUnindexed()),
                                                    index.isSuspect() ? "suspect: run joust index update" : ""))
                                            .toList(),
                                    "Table '" + table + "' has no indexes"));
        }
    }

    static ObjectNode write(ObjectNode json, IndexStatus index) {
        json.put("name", index.name()).put("type", index.kind());
        JsonFields.put(json, "columns", index.columns());
        return json.put("rows_indexed", index.rowsIndexed())
                .put("rows_unindexed", index.rowsUnindexed())
                .put("suspect", index.isSuspect());
    }
}
