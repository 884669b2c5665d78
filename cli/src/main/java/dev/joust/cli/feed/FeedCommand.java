// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feed;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.arguments.Selection;
import dev.joust.cli.arguments.Shard;
import dev.joust.cli.data.DecodeOptions;
import dev.joust.cli.data.LoadedRows;
import dev.joust.cli.frame.Session;
import dev.joust.error.InvalidRequestException;
import dev.joust.loader.LoaderBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decodes batches for the process that started this one, which maps them into its memory. */
@Command(
        name = "feed",
        hidden = true,
        description = "Decode batches for the process that starts this one, into files that both map into memory. It is"
                + " what joust_torch.feeder starts. Requests come on standard input, events go to standard output; the"
                + " end of either process ends this one.",
        footer = "Example:%n  joust feed bdd100k --decode 224x224 --slots FOLDER")
public final class FeedCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table, view or permutation.")
    private String table;

    @Option(
            names = "--slots",
            paramLabel = "DIR",
            required = true,
            description = "A folder with files slot-0, slot-1 and so on; each holds one batch.")
    private Path folder = Path.of("");

    @Option(names = "--split", paramLabel = "S", description = "The split, of a permutation with several.")
    private @Nullable String split;

    @Option(names = "--where", paramLabel = "SQL", description = "Only rows for which this is true.")
    private @Nullable String where;

    @Option(names = "--version", paramLabel = "V", description = "Not the newest version.")
    private @Nullable Long version;

    @Option(names = "--batch", paramLabel = "N", description = "Rows in a batch.")
    private @Nullable Integer batchRows;

    @Option(names = "--drop-short-batch", description = "Leave out a last batch that is shorter than the others.")
    private boolean dropShortBatch;

    @Option(names = "--threads", paramLabel = "N", description = "Reading and decoding; default: one per core.")
    private @Nullable Integer threads;

    @Option(names = "--prefetch", paramLabel = "N", description = "Batches in work or ready.")
    private @Nullable Integer prefetch;

    @Mixin
    private final DecodeOptions decode = new DecodeOptions();

    @Option(names = "--boxes", paramLabel = "C", description = "Columns of boxes that are scaled with their images.")
    private List<String> boxes = List.of();

    @Option(names = "--columns", paramLabel = "X", description = "Columns to deliver, with commas between them.")
    private List<String> columns = List.of();

    @Option(names = "--seed", paramLabel = "SEED", description = "Mixes the rows. Default: the order that they have.")
    private @Nullable Long seed;

    @Option(
            names = "--shard",
            paramLabel = "R/W",
            converter = Shard.Converter.class,
            description = "Only part R, from 0, of W equal parts of the rows.")
    private @Nullable Shard shard;

    FeedCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (!decode.isDecoding()) {
            throw new InvalidRequestException(
                    "Cannot feed table '" + table + "': nothing says how large its images become; give --decode WxH");
        }
        try (Lake lake = session.openLake();
                FeedSlots slots = FeedSlots.open(folder)) {
            Table source = source(lake);
            FeedRequests requests = new FeedRequests(slots.size());
            Feeder feeder = new Feeder(
                    requests,
                    slots,
                    new FeedLines(session.terminal().stdout()),
                    described(lake, source),
                    decode::shrunkImages);
            requests.listen(System.in);
            // A child of the other process may hold the pipe open after its death.
            ProcessHandle.current().parent().ifPresent(parent -> endWith(parent, requests));
            session.interrupts().runCancellable(requests::close, () -> {
                feeder.run();
                return "";
            });
        }
    }

    private static void endWith(ProcessHandle parent, FeedRequests requests) {
        CompletableFuture<Void> unused = parent.onExit().thenRun(requests::close);
    }

    private Table source(Lake lake) {
        return lake.isPermutation(table) || split != null
                ? LoadedRows.of(lake, table, split, seed).table()
                : lake.openTable(table);
    }

    /** The version of the first epoch is that of all. */
    private Supplier<LoaderBuilder> described(Lake lake, Table source) {
        if (lake.isPermutation(table)) {
            LoadedRows rows = LoadedRows.of(lake, table, split, seed);
            return () -> {
                LoaderBuilder builder = rows.loader().get();
                if (version != null) {
                    builder.atVersion(version);
                }
                return described(builder, source);
            };
        }
        long pinned = version == null ? source.version() : version;
        return () -> {
            LoaderBuilder builder = source.loader().atVersion(pinned);
            if (seed != null) {
                builder.shuffle(seed);
            }
            return described(builder, source);
        };
    }

    private LoaderBuilder described(LoaderBuilder builder, Table source) {
        decode.apply(builder, source);
        builder.boxes(names(boxes)).columns(Stream.of(names(columns)).distinct().toArray(String[]::new));
        if (where != null) {
            builder.where(where);
        }
        if (batchRows != null) {
            builder.batchRows(batchRows);
        }
        if (dropShortBatch) {
            builder.dropShortBatch();
        }
        if (threads != null) {
            builder.threads(threads);
        }
        if (prefetch != null) {
            builder.prefetch(prefetch);
        }
        return shard == null ? builder : builder.shard(shard.rank(), shard.world());
    }

    private static String[] names(List<String> lists) {
        return lists.stream().flatMap(list -> Selection.names(list).stream()).toArray(String[]::new);
    }
}
