// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.checkpoint;

import dev.joust.Lake;
import dev.joust.checkpoint.Checkpoint;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Show what a model was trained on. */
@Command(
        name = "show",
        description = "Show what a model was trained on: versions, order, metrics and code.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust checkpoints show finetuned-1")
public final class CheckpointsShowCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", description = "The checkpoint.")
    private String id;

    CheckpointsShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Checkpoint checkpoint = lake.openCheckpoint(id).checkpoint();
            session.output()
                    .print(
                            json -> CheckpointOutput.write(json, checkpoint),
                            text -> CheckpointOutput.write(text, checkpoint));
        }
    }
}
