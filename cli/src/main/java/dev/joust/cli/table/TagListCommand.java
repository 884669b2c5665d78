// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** List the tags of a table. */
@Command(
        name = "list",
        description = "List the tags of a table.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust tag list bdd100k")
public final class TagListCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    TagListCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Map<String, Long> tags = new TreeMap<>(lake.openTable(table).tags());
            session.output()
                    .printArray(
                            json -> tags.forEach((name, version) ->
                                    json.addObject().put("tag", name).put("version", version)),
                            text -> text.table(
                                    List.of("tag", "version"),
                                    tags.entrySet().stream()
                                            .map(tag -> List.of(tag.getKey(), tag.getValue()))
                                            .toList(),
                                    "Table '" + table + "' has no tags"));
        }
    }
}
