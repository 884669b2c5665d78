// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.checkpoint;

import dev.joust.CheckpointBuilder;
import dev.joust.Lake;
import dev.joust.checkpoint.TrainingInputs;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tell what a training is about to read. */
@Command(
        name = "plan",
        description = "Tell what a training is about to read: versions, fingerprints and order. With --json it is what"
                + " checkpoints add takes, but for the model.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust checkpoints plan riders_train night_train --seed 7")
public final class CheckpointsPlanCommand implements Runnable {
    private final Session session;

    @Parameters(arity = "0..*", paramLabel = "VIEW", description = "Each table and view that is read.")
    private final List<String> views = new ArrayList<>();

    @Option(names = "--permutation", paramLabel = "P", description = "A permutation that is read instead.")
    private @Nullable String permutation;

    @Option(names = "--split", paramLabel = "S", description = "Only this split of the permutation.")
    private @Nullable String split;

    @Option(names = "--seed", paramLabel = "S", description = "Mixes the rows of the views as one.")
    private @Nullable Long seed;

    CheckpointsPlanCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (views.isEmpty() && permutation == null) {
            throw new InvalidRequestException(
                    "Cannot plan a training: no view is named; name what it reads, or a --permutation");
        } else if (split != null && permutation == null) {
            throw new InvalidRequestException(
                    "Cannot plan a training: --split is of a permutation; name it with --permutation");
        }
        try (Lake lake = session.openLake()) {
            CheckpointBuilder builder = lake.newCheckpoint();
            views.forEach(builder::of);
            Optional.ofNullable(permutation)
                    .ifPresent(name -> Optional.ofNullable(split)
                            .ifPresentOrElse(part -> builder.permutation(name, part), () -> builder.permutation(name)));
            Optional.ofNullable(seed).ifPresent(builder::seed);
            TrainingInputs inputs = builder.inputs();
            session.output()
                    .print(
                            json -> CheckpointOutput.write(json, inputs),
                            text -> CheckpointOutput.write(text, inputs.views(), inputs.order()));
        }
    }
}
