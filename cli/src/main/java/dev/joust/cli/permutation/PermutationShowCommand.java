// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.permutation;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.permutation.Permutation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Show the splits of a permutation. */
@Command(
        name = "show",
        description = "Show the table, version and splits of a permutation, and the fingerprint of their order.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust permutation show plan")
public final class PermutationShowCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "P", description = "The permutation.")
    private String name;

    PermutationShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Permutation permutation = lake.openPermutation(name);
            session.output()
                    .print(
                            json -> PermutationOutput.write(json, name, permutation),
                            text -> PermutationOutput.write(text, name, permutation));
        }
    }
}
