// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.diff.ColumnDiff;
import dev.joust.diff.RowDiff;
import dev.joust.diff.TableDiff;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.schema.Key;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lance.Dataset;
import org.lance.merge.MergeInsertParams;

/** Random histories: the difference of two versions is the one that reading both of them whole gives. */
class DiffSeededTest {
    private static final int STEPS = 16;
    private static final int PAIRS = 30;

    @TempDir
    Path folder;

    @SuppressWarnings("ArrayRecordComponent")
    record Keyed(@Key long id, int n, String text, byte[] bytes) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Plain(long id, int n, String text, byte[] bytes) {}

    static LongStream seeds() {
        Long only = Long.getLong("test.seed");
        return only == null ? LongStream.range(0, 30) : LongStream.of(only);
    }

    @ParameterizedTest(name = "-Dtest.seed={0}")
    @MethodSource("seeds")
    void aDiffEqualsThatOfReadingEverything(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        boolean isKeyed = seed % 2 == 0;
        try (Lake lake = Joust.open(
                folder.resolve("lake").toString(), LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED))) {
            Table table = isKeyed ? lake.createTable("items", Keyed.class) : lake.createTable("items", Plain.class);
            NaiveVersions model = new NaiveVersions(table, isKeyed ? Optional.of("id") : Optional.empty());
            List<String> history = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                history.add(step(table, isKeyed, step, random, model));
                model.catchUp();
            }
            List<Long> versions = model.numbers();
            for (int pair = 0; pair < PAIRS; pair++) {
                long before = versions.get(random.nextInt(versions.size()));
                long after = versions.get(random.nextInt(versions.size()));
                check(table, model, before, after, history);
            }
        }
    }

    private static void check(Table table, NaiveVersions model, long before, long after, List<String> history) {
        TableDiff diff = table.diff(before, after, 3);
        NaiveVersions.Counts wanted = model.compare(before, after);
        TreeMap<String, Long> byColumn = diff.columns().stream()
                .filter(column -> column.rowsChanged() > 0)
                .collect(Collectors.toMap(ColumnDiff::name, ColumnDiff::rowsChanged, Long::sum, TreeMap::new));
        assertThat(new NaiveVersions.Counts(diff.rowsAdded(), diff.rowsRemoved(), diff.rowsChanged(), byColumn))
                .as("versions %d to %d of %s", before, after, history)
                .isEqualTo(wanted);
        if (!diff.key().isEmpty()) {
            assertThat(diff.rows().stream().collect(Collectors.groupingBy(RowDiff::change, Collectors.counting())))
                    .isEqualTo(listed(wanted));
        }
    }

    private static Map<RowDiff.Change, Long> listed(NaiveVersions.Counts counts) {
        TreeMap<RowDiff.Change, Long> listed = new TreeMap<>();
        listed.put(RowDiff.Change.ADDED, Math.min(3, counts.added()));
        listed.put(RowDiff.Change.REMOVED, Math.min(3, counts.removed()));
        listed.put(RowDiff.Change.CHANGED, Math.min(3, counts.changed()));
        listed.values().removeIf(rows -> rows == 0);
        return listed;
    }

    private static String step(Table table, boolean isKeyed, int step, SplittableRandom random, NaiveVersions model)
            throws Exception {
        int choice = step == 0 ? 0 : random.nextInt(18);
        String text = "text " + random.nextInt(4);
        if (choice < 3) {
            table.append(rows(isKeyed, step * 50, 1 + random.nextInt(25), random));
            return "append";
        } else if (choice == 3) {
            table.delete("id % 7 = " + random.nextInt(7));
            return "delete";
        } else if (choice < 6) {
            Map<String, String> set =
                    random.nextBoolean() ? Map.of("n", "n + 1") : Map.of("bytes", "x'0" + step % 10 + "'");
            table.update(set, "id % 5 = " + random.nextInt(5));
            return "update " + set.keySet();
        } else if (choice == 6) {
            table.update(Map.of("text", "'" + text + "'"), "id % 3 = " + random.nextInt(3));
            return "update text";
        } else if (choice == 7 && isKeyed) {
            table.upsert(rows(true, 50 * random.nextInt(step), 1 + random.nextInt(20), random));
            return "upsert";
        } else if (choice == 8) {
            mergeElsewhere(table, random);
            return "merge by another client";
        } else if (choice < 11) {
            Compactor.compact(table.handle(), Compactor.Preparation.NONE, (before, replaced, written) -> {});
            return "compact";
        } else if (choice == 11) {
            List<Long> versions = model.numbers();
            long version = versions.get(random.nextInt(versions.size()));
            table.restore(version);
            model.restored(version);
            return "restore " + version;
        } else if (choice < 14) {
            return changeColumns(table, random, model);
        }
        return changeFeature(table, random, model);
    }

    private static List<Record> rows(boolean isKeyed, int from, int count, SplittableRandom random) {
        List<Record> rows = new ArrayList<>();
        for (int id = from; id < from + count; id++) {
            byte[] bytes = {(byte) random.nextInt(3)};
            String text = "text " + random.nextInt(4);
            int n = random.nextInt(3);
            rows.add(isKeyed ? new Keyed(id, n, text, bytes) : new Plain(id, n, text, bytes));
        }
        return rows;
    }

    /** LanceDB's merge keeps the ids of the rows that it rewrites into another fragment. */
    private static void mergeElsewhere(Table table, SplittableRandom random) throws Exception {
        TableSchema all = table.schema();
        List<Map<String, Object>> rows = new ArrayList<>();
        int from = 50 * random.nextInt(4);
        for (int id = from; id < from + 10; id++) {
            rows.add(Map.of("id", (long) id, "n", 100 + random.nextInt(2), "bytes", new byte[] {9}, "text", "merged"));
        }
        BufferAllocator allocator = table.handle().store().allocator();
        try (Dataset other = Dataset.open()
                        .uri(table.handle().uri())
                        .allocator(allocator)
                        .build();
                ArrowReader reader = RowBatchReader.ofMaps(rows.iterator(), all, BatchLimits.DEFAULT, allocator);
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, reader, stream);
            other.mergeInsert(
                            new MergeInsertParams(List.of("id"))
                                    .withMatchedUpdateAll()
                                    .withNotMatched(MergeInsertParams.WhenNotMatched.DoNothing),
                            stream)
                    .dataset()
                    .close();
        }
    }

    private static String changeColumns(Table table, SplittableRandom random, NaiveVersions model) {
        List<String> names = table.schema().names();
        int choice = random.nextInt(3);
        String present = names.contains("extra") ? "extra" : "more";
        if (!names.contains(present)) {
            table.addColumns(Map.of("extra", random.nextBoolean() ? "n * 2" : "n * 2 + n % 2"));
            model.added("extra");
            return "add extra";
        } else if (choice == 0) {
            table.dropColumns(present);
            model.dropped(present);
            return "drop " + present;
        } else if (choice == 1) {
            table.update(Map.of(present, present + " + 1"), "id % 2 = 0");
            return "update " + present;
        }
        String other = present.equals("extra") ? "more" : "extra";
        table.renameColumn(present, other);
        model.renamed(present, other);
        return "rename " + present;
    }

    private static String changeFeature(Table table, SplittableRandom random, NaiveVersions model) {
        if (!table.schema().names().contains("score")) {
            table.addFeatures(score(1));
            model.added("score");
            return "add feature";
        }
        int choice = random.nextInt(4);
        if (choice == 0) {
            table.dropFeature("score");
            model.dropped("score");
            return "drop feature";
        } else if (choice == 1) {
            table.alterFeature("score", score(1 + random.nextInt(3)));
            return "alter feature";
        }
        int version = table.feature("score").identity().version();
        table.lake().register(List.of(score(version)));
        table.backfill("score").run();
        return "backfill";
    }

    private static Feature score(int version) {
        return Feature.of("score", Types.INT64)
                .version(version)
                .from("n", InputType.INT)
                .map(n -> n % 3 == 0 ? null : (long) (n + version / 2));
    }
}
