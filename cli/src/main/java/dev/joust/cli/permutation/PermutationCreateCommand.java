// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.permutation;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.permutation.Permutation;
import dev.joust.permutation.PermutationBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Store an order of the rows of a table. */
@Command(
        name = "create",
        description =
                "Store which rows of the newest version belong to which split, in which order. The version is kept"
                        + " until the permutation is dropped.",
        footerHeading = Help.EXAMPLE,
        footer = {
            "  joust permutation create bdd100k --name plan --split train=0.9,val=0.1 --seed 7",
            "  joust permutation create bdd100k --name by_clip --split train=9,val=1 --hash-by video_name"
        })
public final class PermutationCreateCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Option(names = "--name", paramLabel = "P", required = true, description = "What the permutation is to be called.")
    private String name = "";

    @Option(names = "--where", paramLabel = "SQL", description = "Only rows for which this is true.")
    private @Nullable String where;

    @Mixin
    private final SplitOptions splits = new SplitOptions();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Mix the rows of each split; the same seed gives the same order. Default: the order of the"
                    + " table.")
    private @Nullable Long seed;

    @Option(
            names = "--clump",
            paramLabel = "N",
            defaultValue = "1",
            description = "So many rows that follow each other stay together. Default: ${DEFAULT-VALUE}.")
    private int clumpRows;

    PermutationCreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            PermutationBuilder builder =
                    lake.openTable(table).permutation().split(splits.splits(seed == null ? 0 : seed, clumpRows));
            if (where != null) {
                builder.where(where);
            }
            if (seed != null) {
                builder.shuffle(seed, clumpRows);
            }
            Permutation permutation = builder.build();
            permutation.saveAs(name);
            String first = permutation.splitNames().get(0);
            session.output().print(json -> PermutationOutput.write(json, name, permutation), text -> {
                PermutationOutput.write(text, name, permutation);
                text.hint("read it as training would with: joust loader " + name + " --split " + first);
            });
        }
    }
}
