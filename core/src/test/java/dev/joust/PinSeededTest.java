// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.internal.arrow.Allocators;
import dev.joust.pin.Pin;
import dev.joust.pin.PinCheck;
import dev.joust.query.Row;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lance.Dataset;
import org.lance.cleanup.CleanupPolicy;
import org.lance.compaction.CompactionOptions;

/**
 * Random histories of a table and a view, by Joust and by Lance itself: what was pinned reads the same bytes after 20
 * changes of every kind, and no version stays that nothing needs.
 */
class PinSeededTest {
    private static final int CHANGES = 20;

    @TempDir
    Path folder;

    private final List<String> history = new ArrayList<>();
    private final Map<String, Map<String, List<String>>> pinned = new TreeMap<>();
    private int nextId;
    private int nextColumn;
    private int version = 1;

    @SuppressWarnings("ArrayRecordComponent")
    record Item(@Key long id, int n, @Nullable String text, byte[] image) {}

    static LongStream seeds() {
        Long only = Long.getLong("test.seed");
        return only == null ? LongStream.range(0, Long.getLong("joust.histories", 8)) : LongStream.of(only);
    }

    @ParameterizedTest(name = "-Dtest.seed={0}")
    @MethodSource("seeds")
    void whatIsPinnedReadsTheSameBytesWhateverComesLater(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        try (Lake lake = Joust.open(folder.toString(), LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED))) {
            Table table = lake.createTable("t", Item.class);
            View view = lake.createView("v", table.query().where("n % 3 <> 0").select("id", "text", "image"));
            table.addFeatures(size(version));
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                append(table, random);
            }
            view.refresh();
            pin(lake, "first");
            for (int step = 0; step < CHANGES; step++) {
                try {
                    change(table, view, random);
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ": " + history, e);
                }
                if (random.nextInt(6) == 0) {
                    pin(lake, "at-" + step);
                } else if (random.nextInt(8) == 0 && pinned.size() > 1) {
                    String name = List.copyOf(pinned.keySet()).get(random.nextInt(pinned.size()));
                    history.add("drop " + name);
                    lake.dropPin(name);
                    pinned.remove(name);
                }
            }
            check(lake, "seed " + seed + ": " + history);
        }
        try (Lake fresh = Joust.open(folder)) {
            check(fresh, "seed " + seed + ", opened again: " + history);
            releases(fresh, "seed " + seed + ": " + history);
        }
    }

    private static Feature size(int version) {
        return Feature.of("size", Types.INT32)
                .version(version)
                .from("text", InputType.STRING)
                .map(text -> text.length() + version);
    }

    private void change(Table table, View view, SplittableRandom random) throws Exception {
        switch (random.nextInt(16)) {
            case 0, 1 -> append(table, random);
            case 2 -> {
                history.add("update");
                table.update(Map.of("text", "'new ' || text", "n", "n + 1"), "id % 5 = " + random.nextInt(5));
            }
            case 3 -> {
                history.add("upsert");
                table.upsert(items(random.nextInt(Math.max(1, nextId)), 5, random));
            }
            case 4 -> {
                history.add("delete");
                table.delete("id % 7 = " + random.nextInt(7));
            }
            case 5 -> {
                history.add("backfill");
                if (hasSize(table)) {
                    // A restored version may record an older function.
                    table.alterFeature("size", size(version));
                    table.backfill("size").run();
                }
            }
            case 6 -> {
                history.add("alter");
                if (hasSize(table)) {
                    table.alterFeature("size", size(++version));
                    table.backfill("size").run();
                }
            }
            case 7 -> {
                history.add("add column");
                table.addColumns(Map.of("c" + nextColumn++, "n * 2"));
            }
            case 8 -> {
                history.add("optimize");
                table.optimize(Duration.ZERO);
            }
            case 9 -> {
                history.add("optimize view");
                view.table().optimize(Duration.ZERO);
            }
            case 10 -> {
                history.add("index");
                table.createIndex(Index.btree("n").replacing());
                table.createIndex(Index.fullText("text").replacing());
            }
            case 11 -> {
                history.add("drop indexes");
                table.indexes().stream()
                        .map(IndexStatus::name)
                        .distinct()
                        .toList()
                        .forEach(table::dropIndex);
            }
            case 12 -> {
                List<TableVersion> versions = table.versions();
                long old = versions.get(random.nextInt(versions.size())).version();
                history.add("restore " + old);
                table.restore(old);
            }
            case 13 -> {
                history.add("Lance compacts and cleans up");
                lance("t");
                lance("v");
            }
            case 14 -> {
                history.add("refresh");
                view.refresh();
            }
            default -> {
                history.add("rebuild");
                view.rebuild();
            }
        }
    }

    /** A restored version may be older than the feature. */
    private static boolean hasSize(Table table) {
        return table.schema().names().contains("size");
    }

    private void append(Table table, SplittableRandom random) {
        history.add("append");
        int rows = 1 + random.nextInt(30);
        table.append(items(nextId, rows, random));
        nextId += rows;
    }

    private static List<Item> items(int from, int rows, SplittableRandom random) {
        List<Item> items = new ArrayList<>();
        for (int id = from; id < from + rows; id++) {
            byte[] image = new byte[random.nextInt(2000)];
            random.nextBytes(image);
            items.add(new Item(id, random.nextInt(100), random.nextInt(9) == 0 ? null : "text " + id, image));
        }
        return items;
    }

    /** Compacts and cleans up with nothing but lance-core, as another program would. */
    private void lance(String table) throws Exception {
        try (BufferAllocator allocator = Allocators.child("lance");
                Dataset dataset = Dataset.open()
                        .allocator(allocator)
                        .uri(folder.resolve(table + ".lance").toString())
                        .build()) {
            dataset.compact(CompactionOptions.builder().build());
            dataset.cleanupWithPolicy(CleanupPolicy.builder()
                    .withBeforeTimestampMillis(System.currentTimeMillis())
                    .withErrorIfTaggedOldVersions(false)
                    .build());
        }
    }

    private void pin(Lake lake, String name) throws Exception {
        history.add("pin " + name);
        Pinned made = lake.pin(name, "t", "v");
        pinned.put(name, Map.of("t", rows(made.open("t")), "v", rows(made.open("v"))));
    }

    private static List<String> rows(Table table) {
        List<String> rows = new ArrayList<>();
        List<String> columns = new ArrayList<>(table.schema().names());
        columns.add("_rowid");
        for (Row row : table.query()
                .select(columns.toArray(String[]::new))
                .orderBy("id")
                .rows()) {
            StringBuilder text = new StringBuilder();
            row.names().forEach(name -> {
                Object value = row.value(name);
                text.append(name).append('=');
                text.append(value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value));
                text.append(' ');
            });
            rows.add(text.toString());
        }
        return rows;
    }

    private void check(Lake lake, String what) throws Exception {
        assertThat(lake.pins()).as(what).extracting(Pin::name).containsExactlyElementsOf(pinned.keySet());
        for (Map.Entry<String, Map<String, List<String>>> pin : pinned.entrySet()) {
            Pinned opened = lake.openPin(pin.getKey());
            assertThat(rows(opened.open("t"))).as(what).isEqualTo(pin.getValue().get("t"));
            assertThat(rows(opened.open("v"))).as(what).isEqualTo(pin.getValue().get("v"));
            PinCheck check = opened.verify();
            assertThat(check.isOk()).as(what + ": " + check).isTrue();
        }
    }

    /** Without pins, only the newest versions stay, and the one that the view has come to. */
    private void releases(Lake lake, String what) {
        Table table = lake.openTable("t");
        pinned.keySet().forEach(lake::dropPin);
        table.optimize(Duration.ZERO);
        assertThat(table.tags()).as(what).isEmpty();
        assertThat(table.versions()).as(what).hasSizeLessThanOrEqualTo(2);
    }
}
