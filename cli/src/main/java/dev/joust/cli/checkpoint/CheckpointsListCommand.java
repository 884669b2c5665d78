// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.checkpoint;

import dev.joust.Lake;
import dev.joust.checkpoint.Checkpoint;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.pin.PinnedTable;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** List the checkpoints of the lake. */
@Command(
        name = "list",
        description = "List the checkpoints of the lake.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust checkpoints list")
public final class CheckpointsListCommand implements Runnable {
    private final Session session;

    CheckpointsListCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            List<Checkpoint> checkpoints = lake.checkpoints();
            session.output()
                    .printArray(
                            json -> checkpoints.forEach(
                                    checkpoint -> CheckpointOutput.write(json.addObject(), checkpoint)),
                            text -> text.table(
                                    List.of("id", "created", "step", "views"),
                                    checkpoints.stream()
                                            .map(CheckpointsListCommand::cells)
                                            .toList(),
                                    "There are no checkpoints in '" + lake.uri() + "' yet"));
        }
    }

    private static List<Object> cells(Checkpoint checkpoint) {
        OptionalLong step = checkpoint.step();
        return List.of(
                checkpoint.id(),
                checkpoint.created().truncatedTo(ChronoUnit.SECONDS),
                step.isPresent() ? step.getAsLong() : "",
                checkpoint.views().stream()
                        .map(CheckpointsListCommand::versioned)
                        .collect(Collectors.joining(", ")));
    }

    private static String versioned(PinnedTable view) {
        return view.name() + " v" + view.version();
    }
}
