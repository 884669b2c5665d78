// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.checkpoint;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Forget a checkpoint; its versions stay until their tables are optimized. */
@Command(
        name = "drop",
        description = "Forget a checkpoint; its versions stay until their tables are optimized.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust checkpoints drop finetuned-1")
public final class CheckpointsDropCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", description = "The checkpoint.")
    private String id;

    CheckpointsDropCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            lake.dropCheckpoint(id);
            session.output()
                    .print(
                            json -> json.put("id", id),
                            text -> text.line("Checkpoint '" + id + "' is gone; its versions go when their tables are"
                                    + " optimized"));
        }
    }
}
