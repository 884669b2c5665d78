// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.millis;
import static dev.joust.benchmarks.Report.percent;
import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.LakeOptions;
import dev.joust.Table;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.internal.arrow.Allocators;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What the engine of features costs: against a program that fills one column by hand, with checkpoints and without, and
 * before its first row when it starts again.
 */
final class Features {
    private static final int ROUNDS = 7;
    private static final int ROWS = 1_000_000;
    private static final int FRAGMENTS = 10;

    private Features() {}

    static void run(Path folder) throws Exception {
        overhead(folder.resolve("overhead"));
        checkpoints(folder.resolve("checkpoints"));
        planning(folder.resolve("planning"));
    }

    private static TableSchema schema() {
        return TableSchema.builder()
                .required("id", Types.INT64)
                .column("x", Types.INT64)
                .column("text", Types.STRING)
                .build();
    }

    private static List<Map<String, Object>> rows(long from, int count) {
        return new AbstractList<>() {
            @Override
            public Map<String, Object> get(int row) {
                long id = from + row;
                return Map.of("id", id, "x", id * 31 % 1009, "text", "a person rides a bicycle along street " + id);
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    private static Table table(Lake lake, int rows, int fragments, Feature... features) {
        Table table = lake.createTable("t", schema());
        for (int i = 0; i < fragments; i++) {
            table.appendRows(rows((long) i * rows / fragments, rows / fragments));
        }
        table.addFeatures(features);
        return table;
    }

    private static Feature doubled() {
        return Feature.of("doubled", Types.INT64)
                .version(1)
                .from("x", InputType.LONG)
                .map(x -> 2 * x);
    }

    private static Feature length() {
        return Feature.of("length", Types.INT32)
                .version(1)
                .from("text", InputType.STRING)
                .map(String::length);
    }

    private static void overhead(Path folder) throws Exception {
        try (BufferAllocator allocator = Allocators.child("features");
                Lake fast = Joust.open(
                        folder.resolve("unsynced").toString(),
                        LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED));
                Lake safe = Joust.open(folder.resolve("synced"));
                Lake hand = Joust.open(folder.resolve("hand"))) {
            Table one = table(fast, ROWS, FRAGMENTS, doubled(), length());
            Table two = table(safe, ROWS, FRAGMENTS, doubled(), length());
            table(hand, ROWS, FRAGMENTS, doubled(), length());
            Path path = folder.resolve("hand/t.lance");
            Report report = Report.begin("A trivial function over " + whole(ROWS) + " rows");
            report.header("function", "way", "median", "rows/s", "of the speed by hand");
            overhead(report, "length", BareColumn.length(allocator, path), one, two);
            overhead(report, "doubled", BareColumn.doubled(allocator, path), one, two);
        }
    }

    private static void overhead(Report report, String feature, BareColumn column, Table one, Table two)
            throws Exception {
        String bare = "two threads on bare lance-core, by hand";
        String unsynced = "Joust, unsynced";
        String synced = "Joust, synced (default)";
        Turns turns = new Turns()
                .with(bare, column::fill)
                .with(unsynced, () -> recomputed(one, feature))
                .with(synced, () -> recomputed(two, feature))
                .run(5, ROUNDS);
        for (String way : List.of(bare, unsynced, synced)) {
            report.row(
                    feature,
                    way,
                    millis(turns.seconds(way)),
                    whole(ROWS / turns.seconds(way)),
                    percent(turns.speed(way, bare)));
        }
    }

    private static long recomputed(Table table, String feature) {
        return table.backfill(feature).recompute().run().rowsComputed();
    }

    private static void checkpoints(Path folder) throws Exception {
        int rows = 40_000;
        String without = "no checkpoint is due";
        String with = "default";
        String often = "every 1,000 rows";
        Feature slow = Feature.of("doubled", Types.INT64)
                .version(1)
                .from("x", InputType.LONG)
                .map(Features::worked);
        try (Lake lake = Joust.open(folder)) {
            Table table = table(lake, rows, 1, slow);
            Turns turns = new Turns()
                    .with(without, () -> backfilled(table, Integer.MAX_VALUE))
                    .with(
                            with,
                            () -> table.backfill("doubled").recompute().run().rowsComputed())
                    .with(often, () -> backfilled(table, 1_000))
                    .run(1, ROUNDS);
            Report report = Report.begin("Checkpoints: " + whole(rows) + " rows of about 0.2 ms in one fragment");
            report.header("checkpoint", "median", "of the speed without");
            for (String way : List.of(without, with, often)) {
                report.row(way, millis(turns.seconds(way)), percent(turns.speed(way, without)));
            }
        }
    }

    private static long backfilled(Table table, int checkpointRows) {
        return table.backfill("doubled")
                .recompute()
                .checkpointRows(checkpointRows)
                .run()
                .rowsComputed();
    }

    private static long worked(long x) {
        CRC32 crc = new CRC32();
        byte[] bytes = new byte[1 << 14];
        for (int i = 0; i < 100; i++) {
            crc.update(bytes);
            crc.update((int) x);
        }
        return crc.getValue();
    }

    private static void planning(Path folder) throws Exception {
        int fragments = 1_000;
        try (Lake lake = Joust.open(folder)) {
            Table table = table(lake, fragments * 10, fragments, doubled());
            Report report = Report.begin("Starting again on " + whole(fragments) + " fragments");
            report.header("what", "median");
            table.backfill("doubled").fragments(fragments - 1).run();
            double[] first = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                table.delete("id = " + (10L * 500 + round));
                long start = System.nanoTime();
                table.backfill("doubled").where("id = -1").run();
                first[round] = (System.nanoTime() - start) / 1e9;
            }
            java.util.Arrays.sort(first);
            report.row("all fragments but one are fresh, nothing to compute", millis(first[ROUNDS / 2]));
        }
    }
}
