// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.checkpoint;

import dev.joust.Lake;
import dev.joust.TrainingData;
import dev.joust.checkpoint.EpochRows;
import dev.joust.cli.frame.ExitCode;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tell again which rows a training read, in which order. */
@Command(
        name = "reproduce",
        description = "Tell again which rows a training read, in which order, whatever became of the lake since. Ends"
                + " with exit code 1 if the order is another one.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust checkpoints reproduce finetuned-1 --epoch 2 --out order.csv")
public final class CheckpointsReproduceCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", description = "The checkpoint.")
    private String id;

    @Option(names = "--epoch", paramLabel = "N", defaultValue = "0", description = "Which epoch, from 0 (default).")
    private int epoch;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the rows there in their order, as lines of view,row_id.")
    private @Nullable Path out;

    CheckpointsReproduceCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (epoch < 0) {
            throw new InvalidRequestException("Cannot reproduce checkpoint '" + id + "': epoch " + epoch
                    + " is before the first; use one from 0");
        }
        try (Lake lake = session.openLake()) {
            TrainingData data = lake.openCheckpoint(id);
            EpochRows first = data.order(0);
            EpochRows rows = epoch == 0 ? first : data.order(epoch);
            boolean isSame = first.hash().equals(data.checkpoint().order().hash());
            Optional.ofNullable(out).ifPresent(file -> write(file, rows));
            session.output()
                    .print(
                            json -> json.put("id", id)
                                    .put("epoch", epoch)
                                    .put("rows", rows.size())
                                    .put("order_hash", rows.hash())
                                    .put("ok", isSame),
                            text -> text.line("Epoch " + epoch + " of checkpoint '" + id + "': "
                                            + HumanFormat.count(rows.size(), "row") + ", order " + rows.hash())
                                    .line(
                                            isSame
                                                    ? text.style().green("The order is that of the training")
                                                    : text.style().red("The order is not that of the training")));
            return (isSame ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    private void write(Path file, EpochRows rows) {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("view,row_id\n");
            for (int place = 0; place < rows.size(); place++) {
                writer.write(rows.view(place) + "," + Long.toUnsignedString(rows.rowId(place)) + "\n");
            }
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "Cannot reproduce checkpoint '" + id + "': '" + file + "' cannot be written ("
                            + StorageException.reason(e) + "); choose another file",
                    e);
        }
    }
}
