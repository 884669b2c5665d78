// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.backfill.Backfill;
import dev.joust.feature.CellCounts;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of a table with two features, of which one reads the other, against a model of single cells. */
class BackfillSeededTest {
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .build();
    private static final int STEPS = 40;

    @TempDir
    Path folder;

    private final Map<Long, Cells> model = new TreeMap<>();
    private long nextId;
    private int version = 1;

    /** A cell as the model sees it. */
    private static final class Cell {
        private @Nullable Object value;
        private int version;
        private boolean inputChanged;
        private boolean failed;

        String state(int registered) {
            if (version == 0) {
                return value == null ? "missing" : "foreign";
            }
            if (version != registered || inputChanged) {
                return "stale";
            }
            return failed ? "failed" : "fresh";
        }

        void computed(int by, @Nullable Object result, boolean isFailed) {
            value = result;
            version = by;
            inputChanged = false;
            failed = isFailed;
        }
    }

    private static final class Cells {
        private @Nullable String text;
        private final Cell first = new Cell();
        private final Cell second = new Cell();
    }

    private static Feature first(int version) {
        return Feature.of("first", Types.INT32)
                .version(version)
                .from("text", InputType.STRING)
                .map(text -> compute(version, text));
    }

    private static @Nullable Integer compute(int version, String text) {
        if (text.startsWith("!")) {
            throw new IllegalStateException("bad text");
        }
        return text.length() % 3 == 0 ? null : 100 * version + text.length();
    }

    private static final Feature SECOND = Feature.of("second", Types.STRING)
            .version(1)
            .from("first", InputType.INT)
            .map(n -> "n" + n);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyHistoryEndsInTheStatesOfTheModel(long seed) {
        Random random = new Random(seed);
        try (FeatureLake lake = FeatureLake.create(folder, SCHEMA)) {
            append(lake, random, false);
            lake.add(first(1), SECOND);
            for (int step = 0; step < STEPS; step++) {
                String what = step(lake, random);
                check(lake, "seed " + seed + " step " + step + " " + what);
            }
            backfill(lake.backfill("second", "first"), id -> true, true, true, false);
            check(lake, "seed " + seed + " at the end");
            assertThat(lake.cells("first").missing() + lake.cells("first").stale())
                    .isZero();
        }
    }

    private String step(FeatureLake lake, Random random) {
        int modulus = 2 + random.nextInt(3);
        int rest = random.nextInt(modulus);
        String where = "id % " + modulus + " = " + rest;
        Predicate<Long> matches = id -> id % modulus == rest;
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                append(lake, random, random.nextBoolean());
                return "append";
            }
            case 2 -> {
                lake.delete(where + " AND id % 5 = 0");
                model.keySet().removeIf(id -> matches.test(id) && id % 5 == 0);
                return "delete";
            }
            case 3, 4 -> {
                String text = text(random);
                lake.update("text", text == null ? "NULL" : "'" + text + "'", where);
                model.forEach((id, cells) -> {
                    if (matches.test(id)) {
                        cells.text = text;
                        cells.first.inputChanged = true;
                    }
                });
                return "update";
            }
            case 5 -> {
                lake.compact();
                return "compact";
            }
            case 6 -> {
                version = 3 - version;
                lake.with(first(version)).registry().alter("first", first(version));
                return "alter to " + version;
            }
            case 7 -> {
                backfill(lake.backfill("first").recompute(), id -> true, true, false, true);
                return "recompute";
            }
            case 8 -> {
                backfill(lake.backfill("first", "second").where(where), matches, true, true, false);
                return "backfill where";
            }
            default -> {
                boolean both = random.nextBoolean();
                backfill(
                        lake.backfill(both ? new String[] {"first", "second"} : new String[] {"second"}),
                        id -> true,
                        both,
                        true,
                        false);
                return "backfill";
            }
        }
    }

    private void backfill(
            Backfill backfill, Predicate<Long> where, boolean isFirst, boolean isSecond, boolean recompute) {
        backfill.onError(ErrorPolicy.skip()).batchRows(3).run();
        model.forEach((id, cells) -> {
            if (!where.test(id)) {
                return;
            }
            if (isFirst && (recompute || needed(cells.first.state(version)))) {
                String text = cells.text;
                boolean failed = text != null && text.startsWith("!");
                Object value = text == null || failed ? null : compute(version, text);
                cells.first.computed(version, value, failed);
                cells.second.inputChanged = true;
            }
            if (isSecond && needed(cells.second.state(1))) {
                cells.second.computed(1, cells.first.value == null ? null : "n" + cells.first.value, false);
            }
        });
    }

    private static boolean needed(String state) {
        return state.equals("missing") || state.equals("stale");
    }

    private void append(FeatureLake lake, Random random, boolean foreign) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(12); i++) {
            Cells cells = new Cells();
            cells.text = text(random);
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("id", nextId);
            row.put("text", cells.text);
            if (foreign) {
                cells.first.value = random.nextBoolean() ? null : -random.nextInt(100) - 1;
                row.put("first", cells.first.value);
            }
            model.put(nextId++, cells);
            rows.add(row);
        }
        lake.append(rows);
    }

    private static @Nullable String text(Random random) {
        return random.nextInt(6) == 0 ? null : (random.nextInt(6) == 0 ? "!" : "x").repeat(1 + random.nextInt(9));
    }

    private void check(FeatureLake lake, String what) {
        Map<Long, List<@Nullable Object>> actual = new TreeMap<>();
        lake.rows("id", "text", "first", "second").forEach(row -> {
            List<@Nullable Object> values = new ArrayList<>(row.values());
            actual.put((Long) values.remove(0), values);
        });
        Map<Long, List<@Nullable Object>> expected = new TreeMap<>();
        model.forEach((id, cells) -> {
            List<@Nullable Object> values = new ArrayList<>();
            values.add(cells.text);
            values.add(cells.first.value);
            values.add(cells.second.value);
            expected.put(id, values);
        });
        assertThat(actual).as(what).isEqualTo(expected);
        assertThat(lake.cells("first")).as(what).isEqualTo(counts(version, cells -> cells.first));
        assertThat(lake.cells("second")).as(what).isEqualTo(counts(1, cells -> cells.second));
    }

    private CellCounts counts(int registered, java.util.function.Function<Cells, Cell> cell) {
        Map<String, Long> states = new HashMap<>();
        long nulls = 0;
        for (Cells cells : model.values()) {
            String state = cell.apply(cells).state(registered);
            states.merge(state, 1L, Long::sum);
            nulls += state.equals("fresh") && Objects.isNull(cell.apply(cells).value) ? 1 : 0;
        }
        return new CellCounts(
                model.size(),
                states.getOrDefault("fresh", 0L),
                nulls,
                states.getOrDefault("missing", 0L),
                states.getOrDefault("stale", 0L),
                states.getOrDefault("failed", 0L),
                states.getOrDefault("foreign", 0L));
    }
}
