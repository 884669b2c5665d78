// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.permutation;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.permutation.Permutation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Drop a permutation. */
@Command(
        name = "drop",
        description = "Drop a permutation; the version that it kept goes when its table is optimized.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust permutation drop plan")
public final class PermutationDropCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "P", description = "The permutation.")
    private String name;

    PermutationDropCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Permutation permutation = lake.openPermutation(name);
            lake.dropTable(name);
            session.output()
                    .print(
                            json -> PermutationOutput.write(json, name, permutation),
                            text -> text.line(
                                    "Permutation '" + name + "' is gone; '" + permutation.table() + "' is as it was"));
        }
    }
}
