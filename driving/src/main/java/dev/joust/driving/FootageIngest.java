// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static java.util.Objects.requireNonNull;

import dev.joust.ChangeResult;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.driving.bdd100k.Bdd100k;
import dev.joust.driving.bdd100k.ImageFolder;
import dev.joust.driving.bdd100k.OnError;
import dev.joust.driving.bdd100k.ProblemLog;
import dev.joust.driving.bdd100k.Progress;
import dev.joust.driving.bdd100k.ReadOptions;
import dev.joust.driving.bdd100k.RecordReader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Brings image files into a table of a lake: all new ones in one version, each image id once.
 *
 * <p>The table is created if there is none and an image can be brought in, with the columns of {@link Frame} or
 * {@link Image}. An image whose id the table holds is passed over if its bytes are the same, and is a problem if they
 * are not. Images stream through; beside them, all ids of the table are in memory.
 *
 * <p>Threads: belongs to one thread. Two ingests at once into one table may add the same image twice.
 */
public final class FootageIngest {
    private final Lake lake;
    private final String table;
    private final ProblemLog problems = new ProblemLog();
    private OnError onError = OnError.SKIP;
    private Progress progress = (done, total) -> {};

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

    /** Reads all splits of a BDD100K folder that are there; see {@link Bdd100k}. */
    public IngestResult bdd100k(Path root) {
        return bdd100k(root, List.of());
    }

    /**
     * Reads some splits of a BDD100K folder.
     *
     * @param splits their names; all that are there if empty
     * @throws dev.joust.error.InvalidRequestException if the folder holds no frames, or none of a split that was named,
     *     or an image has a problem and the policy is {@link OnError#FAIL}; nothing is added
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
     * @throws dev.joust.error.InvalidRequestException if the folder holds no image, or one has a problem and the policy
     *     is {@link OnError#FAIL}; nothing is added
     */
    public IngestResult images(Path root) {
        ImageFolder source = ImageFolder.open(root);
        return run(Image.class, source::images);
    }

    private <R extends Record> IngestResult run(Class<R> type, Function<ReadOptions, RecordReader<R>> open) {
        long start = System.nanoTime();
        ReadOptions options = ReadOptions.defaults()
                .withOnError(onError)
                .withProblems(problems)
                .withProgress(progress);
        boolean isNew = !lake.exists(table);
        KnownImages known = isNew ? KnownImages.none() : KnownImages.of(lake.openTable(table));
        RecordReader<R> reader = open.apply(options.withKnown(known::find));
        Table target = isNew ? lake.createTable(table, type) : lake.openTable(table);
        boolean isDone = false;
        try {
            Iterable<R> rows = () -> reader;
            ChangeResult added = target.append(rows);
            isDone = !isNew || added.rows() > 0;
            return new IngestResult(
                    table,
                    added.rows(),
                    reader.rowsPresent(),
                    reader.rowsSkipped(),
                    problems.first(),
                    problems.count(),
                    isDone ? target.count() : 0,
                    isDone ? added.version() : 0,
                    (System.nanoTime() - start) / 1e9);
        } finally {
            if (isNew && !isDone && target.count() == 0) {
                lake.dropTable(table);
            }
        }
    }
}
