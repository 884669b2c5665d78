// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.backfill.BackfillResult;
import dev.joust.feature.CellCounts;
import dev.joust.feature.Feature;
import dev.joust.query.Row;
import dev.joust.schema.Key;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of a table with duplicates: rows are stale when what their values are computed from changed, no
 * others, and a backfill computes exactly those; then every value is that of a model that compares every pair.
 */
class DuplicateSeededTest {
    private static final int STEPS = 25;

    record Frame(@Key long id, String name, @Nullable Long hash, int other) {}

    /** What the values of a row are computed from. */
    private record Cell(
            @Nullable Long hash,
            boolean isDuplicate,
            @Nullable String of,
            int size) {}

    @TempDir
    Path folder;

    /** What each row was computed from when it was, by row id. */
    private final Map<Long, Cell> computed = new HashMap<>();

    private final List<Long> centres = new ArrayList<>();
    private long nextId;
    private int nextName;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void flagsWhatTheModelFlags(long seed) {
        Random random = new Random(seed);
        int bits = random.nextInt(17);
        for (int i = 0; i < 4; i++) {
            centres.add(random.nextLong());
        }
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            Table table = lake.createTable("frames", Frame.class);
            append(table, random);
            table.addFeatures(
                    table.duplicateFeature(Feature.duplicates("hash", "name").within(bits)));
            for (int step = 0; step < STEPS; step++) {
                String what = "seed " + seed + " bits " + bits + " step " + step + " " + step(table, random);
                Map<Long, Cell> expected = model(table, bits);
                CellCounts cells = table.feature("is_duplicate").cells();
                assertThat(cells.missing() + cells.stale())
                        .as(what)
                        .isEqualTo(expected.entrySet().stream()
                                .filter(row -> !row.getValue().equals(computed.get(row.getKey())))
                                .count());
                if (random.nextInt(3) == 0) {
                    backfill(table, expected, random.nextInt(3), what);
                }
            }
            backfill(table, model(table, bits), 0, "seed " + seed + " at the end");
        }
    }

    private String step(Table table, Random random) {
        int rest = random.nextInt(4);
        return switch (random.nextInt(8)) {
            case 0, 1 -> {
                append(table, random);
                yield "append";
            }
            case 2 -> {
                table.delete("id % 8 = " + rest);
                yield "delete";
            }
            case 3 -> {
                Long hash = hash(random);
                table.update(Map.of("hash", hash == null ? "NULL" : "" + hash), "id % 8 = " + rest);
                yield "update hash";
            }
            case 4 -> {
                table.update(Map.of("name", "'renamed" + nextName++ + "'"), "id % 8 = " + rest);
                yield "update name";
            }
            case 5 -> {
                table.update(Map.of("other", "other + 1"), "true");
                yield "update another column";
            }
            case 6 -> {
                table.optimize(Duration.ZERO);
                yield "optimize";
            }
            default -> {
                List<Frame> rows = new ArrayList<>();
                for (long id = random.nextInt(5); id < nextId; id += 1 + random.nextInt(8)) {
                    rows.add(new Frame(id, "frame" + id, hash(random), 0));
                }
                table.upsert(rows);
                yield "upsert";
            }
        };
    }

    private void append(Table table, Random random) {
        List<Frame> rows = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(12); i++) {
            rows.add(new Frame(nextId, "frame" + nextId, hash(random), 0));
            nextId++;
        }
        table.append(rows);
    }

    private @Nullable Long hash(Random random) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        long hash = centres.get(random.nextInt(centres.size()));
        for (int flips = random.nextInt(14); flips > 0; flips--) {
            hash ^= 1L << random.nextInt(64);
        }
        return hash;
    }

    private static Map<Long, Cell> model(Table table, int bits) {
        TreeMap<Long, Row> rows = new TreeMap<>();
        table.query().select("name", "hash").withRowId().rows().forEach(row -> rows.put(row.longValue("_rowid"), row));
        TreeMap<Long, Long> keptOf = new TreeMap<>();
        Map<Long, Integer> sizes = new HashMap<>();
        rows.forEach((id, row) -> {
            @Nullable Object hash = row.value("hash");
            if (hash != null) {
                long best = id;
                int least = bits + 1;
                for (Map.Entry<Long, Long> before : keptOf.entrySet()) {
                    @Nullable
                    Object other = requireNonNull(rows.get(before.getKey())).value("hash");
                    if (before.getKey().equals(before.getValue()) && other != null) {
                        int differing = Long.bitCount((Long) hash ^ (Long) other);
                        if (differing < least) {
                            least = differing;
                            best = before.getKey();
                        }
                    }
                }
                keptOf.put(id, best);
                sizes.merge(best, 1, Integer::sum);
            }
        });
        TreeMap<Long, Cell> cells = new TreeMap<>();
        rows.forEach((id, row) -> {
            Long kept = keptOf.get(id);
            cells.put(
                    id,
                    kept == null
                            ? new Cell(null, false, null, 0)
                            : new Cell(
                                    (Long) row.value("hash"),
                                    !kept.equals(id),
                                    kept.equals(id)
                                            ? null
                                            : requireNonNull(rows.get(kept)).string("name"),
                                    requireNonNull(sizes.get(kept))));
        });
        return cells;
    }

    private void backfill(Table table, Map<Long, Cell> expected, int part, String what) {
        var backfill = table.backfill("is_duplicate");
        Map<Long, Long> ids = new HashMap<>();
        table.query()
                .select("id")
                .withRowId()
                .rows()
                .forEach(row -> ids.put(row.longValue("_rowid"), row.longValue("id")));
        if (part == 1) {
            backfill.where("id % 2 = 0");
        }
        Map<Long, Cell> due = new HashMap<>();
        expected.forEach((id, cell) -> {
            if (!cell.equals(computed.get(id)) && (part != 1 || ids.getOrDefault(id, 1L) % 2 == 0)) {
                due.put(id, cell);
            }
        });

        BackfillResult result = backfill.run();

        assertThat(result.rowsComputed()).as(what).isEqualTo(due.size());
        computed.putAll(due);
        table.query()
                .select("is_duplicate", "duplicate_of", "duplicate_group_size")
                .withRowId()
                .rows()
                .forEach(row -> {
                    Cell cell = computed.get(row.longValue("_rowid"));
                    if (cell != null) {
                        assertThat(row.value("is_duplicate"))
                                .as(what)
                                .isEqualTo(cell.hash() == null ? null : (Boolean) cell.isDuplicate());
                        assertThat(row.value("duplicate_of")).as(what).isEqualTo(cell.of());
                        assertThat(row.value("duplicate_group_size"))
                                .as(what)
                                .isEqualTo(cell.hash() == null ? null : (Integer) cell.size());
                    }
                });
    }
}
