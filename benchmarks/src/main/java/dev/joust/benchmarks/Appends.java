// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.millis;
import static dev.joust.benchmarks.Report.percent;
import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.LakeOptions;
import dev.joust.Table;
import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.internal.lance.LanceTable;
import dev.joust.schema.RecordType;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;

/**
 * Appending the same Arrow batches of JPEG rows through {@link Table#append(ArrowReader)} and through bare lance-core,
 * which never syncs; syncing is measured apart.
 *
 * <p>Each append is one commit to a table that already exists and grows. Unsynced writes end in the operating system's
 * cache. Not measured: making batches of records (see {@link Ingest}), several writers.
 */
final class Appends {
    private static final int ROUNDS = 9;

    /** After these turns of single rows the compiler is done with most of what an append calls. */
    private static final int WARM_UPS = 5;

    private final BufferAllocator allocator;
    private final Report report;
    private final Path folder;

    private Appends(BufferAllocator allocator, Report report, Path folder) {
        this.allocator = allocator;
        this.report = report;
        this.folder = folder;
    }

    static void run(Path folder) throws Exception {
        try (BufferAllocator allocator = Allocators.child("appends")) {
            Report report = Report.begin("Append of JPEG rows");
            report.header("rows in one append", "way", "median", "MB/s", "of bare lance-core");
            Appends appends = new Appends(allocator, report, folder);
            appends.measure(2_000, 1);
            appends.measure(200, 2);
            appends.measure(1, 20);
        }
    }

    private void measure(int rows, int times) throws Exception {
        String bare = "bare lance-core";
        String unsynced = "Joust, unsynced";
        String synced = "Joust, synced (default)";
        Path root = folder.resolve("appends-" + rows);
        try (KeptBatches batches = batches(rows);
                Lake fast = Joust.open(
                        root.resolve("unsynced").toString(),
                        LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED));
                Lake safe = Joust.open(root.resolve("synced"))) {
            Table one = fast.createTable("frames", Frames.schema());
            Table two = safe.createTable("frames", Frames.schema());
            Path path = root.resolve("bare.lance");
            Schema stored;
            try (Dataset like = Dataset.open()
                    .allocator(allocator)
                    .uri(root.resolve("unsynced/frames.lance").toString())
                    .build()) {
                stored = like.getSchema();
            }
            BareLance.create(allocator, path, stored, LanceTable.FILE_FORMAT).close();
            Turns turns = new Turns()
                    .with(bare, () -> {
                        for (int i = 0; i < times; i++) {
                            BareLance.append(allocator, path, batches.reader(stored), LanceTable.FILE_FORMAT);
                        }
                        return rows;
                    })
                    .with(unsynced, () -> append(one, batches, times))
                    .with(synced, () -> append(two, batches, times))
                    .run(WARM_UPS, ROUNDS);
            for (String way : java.util.List.of(bare, unsynced, synced)) {
                double seconds = turns.seconds(way) / times;
                report.row(
                        whole(rows),
                        way,
                        millis(seconds),
                        whole(batches.bytes() / 1e6 / seconds),
                        percent(turns.speed(way, bare)));
            }
        }
        ImageEncodings.delete(root);
    }

    private static long append(Table table, KeptBatches batches, int times) {
        long rows = 0;
        for (int i = 0; i < times; i++) {
            rows += table.append(batches.reader(batches.schema())).rows();
        }
        return rows;
    }

    private KeptBatches batches(int rows) throws Exception {
        return new KeptBatches(
                allocator,
                RowBatchReader.ofRecords(
                        Frames.records(rows).iterator(),
                        RecordType.of(Frames.Frame.class),
                        Frames.schema(),
                        BatchLimits.DEFAULT,
                        allocator));
    }
}
