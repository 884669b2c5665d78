// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.Lake;
import dev.joust.cli.arguments.Selection;
import dev.joust.cli.arguments.Shard;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.job.Cancellation;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderBuilder;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads whole epochs of a table as training would, and says where the time goes. */
@Command(
        name = "loader",
        description = "Read whole epochs as training would: shuffled, in batches, decoded; and say where time goes.",
        footerHeading = Help.EXAMPLE,
        footer = {
            "  joust loader riders_train --batch 64 --decode 640x360 --seed 7",
            "  joust loader plan --split train"
        })
public final class LoaderCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table, view or permutation.")
    private String table;

    @Option(names = "--split", paramLabel = "S", description = "The split, of a permutation with several.")
    private @Nullable String split;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Rows in a batch, at most as many as there are. Default: " + LoaderBuilder.DEFAULT_BATCH_ROWS
                    + ", or fewer.")
    private @Nullable Integer batchRows;

    @Option(names = "--threads", paramLabel = "N", description = "Reading and decoding; default: one per core.")
    private @Nullable Integer threads;

    @Mixin
    private final DecodeOptions decode = new DecodeOptions();

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "Chooses the order of the rows. Default: 0. A permutation has its own order without it.")
    private @Nullable Long seed;

    @Option(
            names = "--columns",
            paramLabel = "X",
            description =
                    "Columns to read, with commas between them; default: all, or with --decode all but the images.")
    private List<String> columns = List.of();

    @Option(
            names = "--shard",
            paramLabel = "R/W",
            converter = Shard.Converter.class,
            description = "Only part R, from 0, of W equal parts of the rows.")
    private @Nullable Shard shard;

    @Option(names = "--resume-step", paramLabel = "K", description = "Begin the first epoch at batch K, from 0.")
    private long resumeStep;

    LoaderCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (epochs < 1) {
            throw new IllegalArgumentException("--epochs must be positive but was " + epochs);
        }
        if (batchRows != null && batchRows < 1) {
            throw new IllegalArgumentException("--batch must be positive but was " + batchRows);
        }
        if (resumeStep < 0) {
            throw new IllegalArgumentException("--resume-step must not be negative but was " + resumeStep);
        }
        decode.requireDecode(table);
        try (Lake lake = session.openLake()) {
            LoadedRows opened = LoadedRows.of(lake, table, split, seed);
            EpochTotals totals =
                    session.runCancellable("nothing was changed", cancellation -> readUntil(opened, cancellation));
            if (resumeStep > 0 && epochs == 1 && totals.isEmpty()) {
                session.terminal().stderr().println("joust: nothing was read: epoch 0 has no batch " + resumeStep);
            }
            totals.print(session.output(), decode.isDecoding());
        }
    }

    /** Reads until a signal comes, which ends the wait for a batch too; decoders stop after their frame. */
    private EpochTotals readUntil(LoadedRows opened, Cancellation cancellation) {
        Thread reader = Thread.currentThread();
        Runnable cancel = () -> {
            cancellation.request();
            reader.interrupt();
        };
        try {
            return session.interrupts().runCancellable(cancel, () -> read(opened, cancellation));
        } finally {
            // What closes the lake now must not be interrupted.
            boolean unused = Thread.interrupted();
        }
    }

    private EpochTotals read(LoadedRows opened, Cancellation cancellation) {
        EpochTotals totals = new EpochTotals(opened.seed());
        try (ProgressPrinter progress = session.newProgress()) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                try (Loader<Batch> loader = described(opened, epoch).open()) {
                    progress.begin("epoch " + epoch, rowsOf(opened, epoch));
                    while (loader.hasNext()) {
                        cancellation.check();
                        try (Batch batch = loader.next()) {
                            progress.advance(batch.size());
                            totals.add(batch);
                        }
                    }
                    totals.add(loader, decode.shrunkImages());
                }
            }
        }
        return totals;
    }

    /** How many rows an epoch has; not known for a shard. */
    private OptionalLong rowsOf(LoadedRows opened, int epoch) {
        if (shard != null) {
            return OptionalLong.empty();
        }
        long skipped = epoch == 0 ? resumeStep : 0;
        int rowsInBatch = batchRows == null ? LoaderBuilder.DEFAULT_BATCH_ROWS : batchRows;
        return OptionalLong.of(skipped > Integer.MAX_VALUE ? 0 : Math.max(0, opened.rows() - skipped * rowsInBatch));
    }

    private LoaderBuilder described(LoadedRows opened, int epoch) {
        LoaderBuilder builder = opened.loader().get().epoch(epoch);
        if (batchRows != null) {
            builder.batchRows(batchRows);
        }
        String[] names =
                columns.stream().flatMap(list -> Selection.names(list).stream()).toArray(String[]::new);
        if (names.length > 0) {
            builder.columns(names);
        }
        if (threads != null) {
            builder.threads(threads);
        }
        decode.apply(builder, opened.table());
        if (shard != null) {
            builder.shard(shard.rank(), shard.world());
        }
        return epoch == 0 ? builder.resumeAtStep(resumeStep) : builder;
    }
}
