// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.checkpoint;

import dev.joust.Lake;
import dev.joust.TrainingData;
import dev.joust.checkpoint.CheckpointCheck;
import dev.joust.cli.frame.ExitCode;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.cli.print.Text;
import dev.joust.job.Cancellation;
import dev.joust.pin.PinnedTable;
import dev.joust.pin.TableCheck;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Read the versions that a model was trained on, and compare them and their order. */
@Command(
        name = "verify",
        description = "Read the versions that a model was trained on, and compare their fingerprints and the order of"
                + " their rows. Ends with exit code 1 if anything is missing, damaged or different.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust checkpoints verify finetuned-1")
public final class CheckpointsVerifyCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", description = "The checkpoint.")
    private String id;

    CheckpointsVerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Lake lake = session.openLake()) {
            TrainingData data = lake.openCheckpoint(id);
            CheckpointCheck check = session.runCancellable(
                    "checkpoint '" + id + "' stays as it is; run the same command again",
                    cancellation -> verify(data, cancellation));
            session.output().print(json -> CheckpointOutput.write(json, check), text -> tell(text, check));
            return (check.isOk() ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    private CheckpointCheck verify(TrainingData data, Cancellation cancellation) {
        try (ProgressPrinter progress = session.newProgress()) {
            long rows = data.checkpoint().views().stream()
                    .mapToLong(PinnedTable::rows)
                    .sum();
            progress.begin("verify " + id, OptionalLong.of(rows));
            return data.verify(done -> {
                cancellation.check();
                progress.reach(done);
            });
        }
    }

    private static void tell(Text text, CheckpointCheck check) {
        text.table(
                List.of("view", "version", "rows", "state"),
                check.views().stream().map(CheckpointsVerifyCommand::cells).toList(),
                "The checkpoint has no views");
        String checkpoint = "Checkpoint '" + check.checkpoint().id() + "'";
        check.orderProblem().ifPresent(problem -> text.line(text.style().red(checkpoint + ": " + problem)));
        text.line(
                check.isOk()
                        ? text.style().green(checkpoint + ": its data are what it was trained on, in the same order")
                        : text.style().red(checkpoint + ": its data are not what it was trained on"));
    }

    private static List<Object> cells(TableCheck check) {
        return List.of(
                check.table().name(),
                check.table().version(),
                check.table().rows(),
                check.problem().orElse("ok"));
    }
}
