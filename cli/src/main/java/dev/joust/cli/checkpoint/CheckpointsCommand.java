// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.checkpoint;

import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import picocli.CommandLine.Command;

/** Models that name the data they were trained on; without a subcommand, the list. */
@Command(
        name = "checkpoints",
        description = "Models that name the data they were trained on; without a subcommand, the list.",
        subcommands = {
            CheckpointsListCommand.class,
            CheckpointsShowCommand.class,
            CheckpointsPlanCommand.class,
            CheckpointsAddCommand.class,
            CheckpointsVerifyCommand.class,
            CheckpointsReproduceCommand.class,
            CheckpointsDropCommand.class
        },
        footerHeading = Help.EXAMPLE,
        footer = "  joust checkpoints add --file checkpoint.json")
public final class CheckpointsCommand implements Runnable {
    private final Session session;

    CheckpointsCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        new CheckpointsListCommand(session).run();
    }
}
