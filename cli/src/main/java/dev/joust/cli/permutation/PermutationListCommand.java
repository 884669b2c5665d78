// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.permutation;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.permutation.Permutation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** List the permutations of the lake. */
@Command(
        name = "list",
        description = "List the permutations of the lake.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust permutation list")
public final class PermutationListCommand implements Runnable {
    private final Session session;

    PermutationListCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Map<String, Permutation> all = new LinkedHashMap<>();
            lake.permutations().forEach(name -> all.put(name, lake.openPermutation(name)));
            session.output()
                    .printArray(
                            json -> all.forEach((name, permutation) ->
                                    PermutationOutput.write(json.addObject(), name, permutation)),
                            text -> text.table(
                                    List.of("name", "table", "version", "rows", "splits"),
                                    all.entrySet().stream()
                                            .map(entry -> List.<Object>of(
                                                    entry.getKey(),
                                                    entry.getValue().table(),
                                                    Long.toString(
                                                            entry.getValue().version()),
                                                    HumanFormat.count(
                                                            entry.getValue().rows()),
                                                    String.join(
                                                            ", ",
                                                            entry.getValue().splitNames())))
                                            .toList(),
                                    "There are no permutations; make one with: joust permutation create"));
        }
    }
}
