// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.checkpoint;

import dev.joust.CheckpointBuilder;
import dev.joust.Lake;
import dev.joust.checkpoint.Checkpoint;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.job.Cancellation;
import java.nio.file.Path;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Add a checkpoint, as a training describes it in a file. */
@Command(
        name = "add",
        description = {
            "Add a checkpoint, as a training describes it in a JSON file, and keep the versions that it read. Reads them"
                    + " whole, for a fingerprint of each.",
            "",
            "Keys: model (path of the weights) or model_sha256; views (names, or objects of name, version and"
                    + " fingerprint); permutation and split, where that was read instead; order_hash; seed;"
                    + " shuffle_seed; step; metrics; code; libraries; id (12 digits of the model's hash unless given)."
        },
        footerHeading = Help.EXAMPLE,
        footer = "  joust checkpoints add --file checkpoint.json")
public final class CheckpointsAddCommand implements Runnable {
    private final Session session;

    @Option(names = "--file", required = true, paramLabel = "J.json", description = "What the training says of itself.")
    private Path file = Path.of("");

    CheckpointsAddCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        CheckpointFile described = CheckpointFile.read(file);
        try (Lake lake = session.openLake()) {
            CheckpointBuilder builder = described.begin(lake);
            Checkpoint added = session.runCancellable(
                    "there is no checkpoint; run the same command again", cancellation -> add(builder, cancellation));
            session.output()
                    .print(
                            json -> CheckpointOutput.write(json, added),
                            text -> CheckpointOutput.write(text.line("Added checkpoint '" + added.id() + "'."), added));
        }
    }

    private Checkpoint add(CheckpointBuilder builder, Cancellation cancellation) {
        try (ProgressPrinter progress = session.newProgress()) {
            progress.begin("fingerprints", OptionalLong.empty());
            return builder.onProgress(rows -> {
                        cancellation.check();
                        progress.reach(rows);
                    })
                    .add()
                    .checkpoint();
        }
    }
}
