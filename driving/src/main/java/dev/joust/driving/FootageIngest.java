// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static java.util.Objects.requireNonNull;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.driving.bdd100k.Bdd100k;
import dev.joust.driving.bdd100k.ImageFolder;
import dev.joust.driving.bdd100k.OnError;
import dev.joust.driving.bdd100k.ProblemLog;
import dev.joust.driving.bdd100k.Progress;
import dev.joust.driving.bdd100k.ReadOptions;
import dev.joust.driving.bdd100k.RecordReader;
import dev.joust.job.Cancellation;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Brings image files into a table of a lake, each image id once.
 *
 * <p>The table is created for the first image that can be brought in, with the columns of {@link Frame} or
 * {@link Image}. An image whose id the table holds is passed over if its bytes are the same, and is a problem if they
 * are not.
 *
 * <p>Images are committed in portions, each as one version: with {@link PortionLimits} unless told otherwise, so that
 * footage of less than 30 seconds and 4 GiB is one version. What is committed stays if the ingest fails, is cancelled
 * or dies, and the same ingest, run again, adds the rest. Under {@link OnError#FAIL} all is one portion: a problem
 * anywhere leaves the table as it was.
 *
 * <p>Images stream through; beside them, all ids of the table are in memory, at about 50 bytes each, and those of the
 * portion once more, at about 200.
 *
 * <p>Threads: belongs to one thread. Several ingests may run at once, in whichever processes: each image id is added
 * once. Where two read the same image at the same time, the first to commit adds it; for the other it is one that the
 * table holds.
 */
public final class FootageIngest {
    private final Lake lake;
    private final String table;
    private final ProblemLog problems = new ProblemLog();
    private OnError onError = OnError.SKIP;
    private PortionLimits limits = PortionLimits.defaults();
    private Cancellation cancellation = new Cancellation();
    private Progress progress = (done, total) -> {};
    private Consumer<IngestCommit> listener = commit -> {};

    private FootageIngest(Lake lake, String table) {
        this.lake = requireNonNull(lake, "lake");
        this.table = requireNonNull(table, "table");
    }

    /** An ingest into the table of this name. */
    public static FootageIngest into(Lake lake, String table) {
        return new FootageIngest(lake, table);
    }

    /** Sets what happens with an image that cannot become a row; it is skipped unless set. */
    public FootageIngest onError(OnError policy) {
        this.onError = requireNonNull(policy, "policy");
        return this;
    }

    /** Sets who hears of each image. */
    public FootageIngest onProgress(Progress hears) {
        this.progress = requireNonNull(hears, "hears");
        return this;
    }

    /** Sets who hears of each commit; called in the thread of the ingest. */
    public FootageIngest onCommit(Consumer<IngestCommit> hears) {
        this.listener = requireNonNull(hears, "hears");
        return this;
    }

    /** Sets how much is committed at once; under {@link OnError#FAIL} that is everything, whatever the limits are. */
    public FootageIngest commitEvery(PortionLimits portion) {
        this.limits = requireNonNull(portion, "portion");
        return this;
    }

    /**
     * Sets what can ask the ingest to stop before its end. It then commits what it has read, under {@link OnError#FAIL}
     * nothing, and throws {@link java.util.concurrent.CancellationException}.
     */
    public FootageIngest cancellation(Cancellation request) {
        this.cancellation = requireNonNull(request, "request");
        return this;
    }

    /** Reads all splits of a BDD100K folder that are there; see {@link Bdd100k}. */
    public IngestResult bdd100k(Path root) {
        return bdd100k(root, List.of());
    }

    /**
     * Reads some splits of a BDD100K folder.
     *
     * @param splits their names; all that are there if empty
     * @throws dev.joust.error.InvalidRequestException if the folder holds no frames, or none of a split that was named,
     *     or the table is a view, or an image has a problem and the policy is {@link OnError#FAIL}; nothing is added
     * @throws dev.joust.error.SchemaMismatchException if the table has other columns; nothing is added
     */
    public IngestResult bdd100k(Path root, Collection<String> splits) {
        try (Bdd100k source = Bdd100k.open(root)) {
            Collection<String> wanted = splits.isEmpty() ? source.splits() : splits;
            return run(Frame.class, options -> source.frames(wanted, options));
        }
    }

    /**
     * Reads all JPEGs and PNGs of a folder and of those below it; see {@link ImageFolder}.
     *
     * @throws dev.joust.error.InvalidRequestException if the folder holds no image, or the table is a view, or an image
     *     has a problem and the policy is {@link OnError#FAIL}; nothing is added
     * @throws dev.joust.error.SchemaMismatchException if the table has other columns; nothing is added
     */
    public IngestResult images(Path root) {
        ImageFolder source = ImageFolder.open(root);
        return run(Image.class, source::images);
    }

    private <R extends Record> IngestResult run(Class<R> type, Function<ReadOptions, RecordReader<R>> open) {
        long start = System.nanoTime();
        Table target = null;
        KnownImages known = KnownImages.none();
        if (lake.exists(table)) {
            target = lake.openTable(table);
            TargetShape.requireFit(target, type);
            known = KnownImages.of(target);
        }
        RecordReader<R> reader = open.apply(ReadOptions.defaults()
                .withOnError(onError)
                .withKnown(known::find)
                .withProblems(problems)
                .withProgress(progress));
        PortionedAppend<R> append = new PortionedAppend<>(lake, table, type, target, known, listener);
        if (!appendAll(append, reader)) {
            cancellation.check();
        }
        return new IngestResult(
                table,
                append.rowsAdded(),
                reader.rowsPresent(),
                reader.rowsSkipped(),
                problems.first(),
                problems.count(),
                append.rowsTotal(),
                append.version(),
                (System.nanoTime() - start) / 1e9);
    }

    private <R extends Record> boolean appendAll(PortionedAppend<R> append, RecordReader<R> reader) {
        if (onError == OnError.FAIL) {
            return append.run(reader, PortionLimits.none(), () -> {
                cancellation.check();
                return false;
            });
        }
        return append.run(reader, limits, cancellation::isRequested);
    }
}
