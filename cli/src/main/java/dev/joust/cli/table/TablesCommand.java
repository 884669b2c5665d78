// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.Lake;
import dev.joust.TableInfo;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.Quantity;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** List the tables and views of the lake. */
@Command(
        name = "tables",
        description = "List the tables and views of the lake.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust tables")
public final class TablesCommand implements Runnable {
    private final Session session;

    @Option(names = "--all", description = "Also those that Joust keeps for itself, whose names start with _.")
    private boolean all;

    TablesCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            List<TableInfo> tables = lake.tables().stream()
                    .filter(info -> all || !info.name().startsWith("_"))
                    .toList();
            session.output()
                    .printArray(
                            json -> tables.forEach(info -> json.addObject()
                                    .put("name", info.name())
                                    .put("kind", kind(info))
                                    .put("rows", info.rows())
                                    .put("version", info.version())),
                            text -> text.table(
                                    List.of("name", "kind", "rows", "version"),
                                    tables.stream()
                                            .map(info -> List.of(
                                                    info.name(), kind(info), Quantity.of(info.rows()), info.version()))
                                            .toList(),
                                    "There are no tables in '" + lake.uri() + "' yet"));
        }
    }

    private static String kind(TableInfo info) {
        return info.kind().name().toLowerCase(Locale.ROOT);
    }
}
