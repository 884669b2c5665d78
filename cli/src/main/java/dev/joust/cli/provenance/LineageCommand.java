// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.provenance;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.frame.Session;
import dev.joust.lineage.Lineage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Say where a table or column comes from, and what depends on it. */
@Command(
        name = "lineage",
        description = {
            "Say where a table or column comes from, and what depends on it.",
            "",
            "Upstream are the source of a view or copy, columns, the functions that fill them, the jobs that computed"
                    + " what is there; downstream are features, views, views of views, and pins."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  joust lineage bdd100k", "  joust lineage bdd100k has_person"})
public final class LineageCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "COLUMN",
            description = "Only what this column depends on, and what depends on it.")
    private @Nullable String column;

    LineageCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Table opened = lake.openTable(table);
            Lineage lineage = column == null ? opened.lineage() : opened.lineage(column);
            session.output()
                    .print(
                            json -> LineageOutput.write(json, lineage),
                            text -> new LineageTree(lineage, text.style())
                                    .lines()
                                    .forEach(text::line));
        }
    }
}
