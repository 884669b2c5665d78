// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.millis;
import static dev.joust.benchmarks.Report.percent;
import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.LakeOptions;
import dev.joust.Table;
import dev.joust.feature.ArrowUdf;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.internal.arrow.Allocators;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * What the engine of features costs: against a program that fills one column by hand, with checkpoints and without, and
 * before its first row when it starts again.
 */
final class Features {
    private static final int ROUNDS = 15;
    /** A job is much Java code that runs once: only after some hundred jobs the virtual machine has compiled it. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private static final String BY_HAND = "two threads on bare lance-core, by hand";
    private static final String UNSYNCED = "Joust, unsynced";
    private static final String SYNCED = "Joust, synced (default)";
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

    /** A function whose column costs the engine more than the function. */
    private enum Trivial {
        LENGTH("length of a text, `map`") {
            @Override
            Feature feature(String column) {
                return Feature.of(column, Types.INT32)
                        .version(1)
                        .from("text", InputType.STRING)
                        .map(String::length);
            }

            @Override
            BareColumn bare(BufferAllocator allocator, Path table, String column) {
                return BareColumn.length(allocator, table, column);
            }
        },
        DOUBLED("a number doubled, `map`") {
            @Override
            Feature feature(String column) {
                return doubled(column);
            }

            @Override
            BareColumn bare(BufferAllocator allocator, Path table, String column) {
                return BareColumn.doubled(allocator, table, column);
            }
        },
        DOUBLED_VECTORS("a number doubled, `arrow`") {
            @Override
            Feature feature(String column) {
                return Feature.of(column, Types.INT64)
                        .version(1)
                        .from("x", InputType.LONG)
                        .arrow(Doubling.class, Doubling::new);
            }

            @Override
            BareColumn bare(BufferAllocator allocator, Path table, String column) {
                return BareColumn.doubled(allocator, table, column);
            }
        };

        final String title;

        Trivial(String title) {
            this.title = title;
        }

        abstract Feature feature(String column);

        abstract BareColumn bare(BufferAllocator allocator, Path table, String column);

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Doubles numbers, vector by vector. */
    public static final class Doubling implements ArrowUdf {
        /** Creates the function; each thread has one. */
        public Doubling() {}

        @Override
        public void compute(VectorSchemaRoot in, VectorSchemaRoot out) {
            BigIntVector numbers = (BigIntVector) in.getVector(0);
            BigIntVector doubled = (BigIntVector) out.getVector(0);
            for (int row = 0; row < in.getRowCount(); row++) {
                doubled.set(row, 2 * numbers.get(row));
            }
        }
    }

    private static Feature doubled(String column) {
        return Feature.of(column, Types.INT64)
                .version(1)
                .from("x", InputType.LONG)
                .map(x -> 2 * x);
    }

    private static void overhead(Path folder) throws Exception {
        try (BufferAllocator allocator = Allocators.child("features");
                Lake fast = Joust.open(
                        folder.resolve("unsynced").toString(),
                        LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED));
                Lake safe = Joust.open(folder.resolve("synced"));
                Lake hand = Joust.open(folder.resolve("hand"))) {
            Feature[] features = Arrays.stream(Trivial.values())
                    .map(kind -> kind.feature(kind.column()))
                    .toArray(Feature[]::new);
            Table one = table(fast, ROWS, FRAGMENTS, features);
            Table two = table(safe, ROWS, FRAGMENTS, features);
            Table three = table(hand, ROWS, FRAGMENTS, features);
            long empty = three.version();
            Path path = folder.resolve("hand/t.lance");
            Report report = Report.begin("A trivial function over " + whole(ROWS) + " rows");
            report.header("function", "column", "way", "median", "rows/s", "of the speed by hand");
            for (Trivial kind : Trivial.values()) {
                String column = kind.column();
                BareColumn bare = kind.bare(allocator, path, column);
                Turns recomputed = new Turns()
                        .with(BY_HAND, bare::fill)
                        .with(UNSYNCED, () -> recomputed(one, column))
                        .with(SYNCED, () -> recomputed(two, column));
                Turns fresh = new Turns()
                        .with(BY_HAND, () -> three.restore(empty), bare::fill)
                        .with(UNSYNCED, () -> one.restore(empty), () -> filled(one, column))
                        .with(SYNCED, () -> two.restore(empty), () -> filled(two, column));
                report(report, kind.title + " | new", fresh.run(WARM_UP, ROUNDS));
                report(report, kind.title + " | recomputed", recomputed.run(WARM_UP, ROUNDS));
            }
        }
    }

    private static void report(Report report, String what, Turns turns) {
        for (String way : List.of(BY_HAND, UNSYNCED, SYNCED)) {
            report.row(
                    what,
                    way,
                    millis(turns.seconds(way)),
                    whole(ROWS / turns.seconds(way)),
                    percent(turns.speed(way, BY_HAND)));
        }
    }

    private static long filled(Table table, String feature) {
        return table.backfill(feature).run().rowsComputed();
    }

    private static long recomputed(Table table, String feature) {
        return table.backfill(feature).recompute().run().rowsComputed();
    }

    private static void checkpoints(Path folder) throws Exception {
        int rows = 160_000;
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
            Report report = Report.begin("Checkpoints: " + whole(rows) + " rows with some work each, in one fragment");
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
            Table table = table(lake, fragments * 10, fragments, doubled("doubled"));
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
            Arrays.sort(first);
            report.row("all fragments but one are fresh, nothing to compute", millis(first[ROUNDS / 2]));
        }
    }
}
