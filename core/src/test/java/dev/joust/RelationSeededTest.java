// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.backfill.BackfillResult;
import dev.joust.feature.CellCounts;
import dev.joust.feature.Feature;
import dev.joust.feature.MissingKey;
import dev.joust.query.Row;
import dev.joust.schema.Key;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of a table and the source of its joined feature: a backfill computes the rows of the keys and groups
 * that were touched, no others, and then every value is that of a naive model.
 */
class RelationSeededTest {
    private static final int STEPS = 30;

    record Frame(
            @Key long id,
            @Nullable Integer station,
            @Nullable String clip,
            int people,
            int other) {}

    record Station(@Key long id, @Nullable Integer temp) {}

    /** A row, and what the features of it were computed from; null if they never were. */
    private static final class Cell {
        private @Nullable Integer station;
        private @Nullable String clip;
        private int people;
        private @Nullable Integer kept;
        private @Nullable String joinedFrom;
        private @Nullable String groupedFrom;
    }

    @TempDir
    Path folder;

    private final TreeMap<Long, Cell> frames = new TreeMap<>();
    private final TreeMap<Long, Temp> stations = new TreeMap<>();
    private long nextId;

    /** A temperature that may be NULL. */
    private record Temp(@Nullable Integer temp) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void computesTouchedKeysAndGroupsOnly(long seed) {
        Random random = new Random(seed);
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            Table table = lake.createTable("frames", Frame.class);
            Table source = lake.createTable("stations", Station.class);
            append(table, random);
            appendStation(source, random);
            table.addFeatures(
                    table.joinedFeature(Feature.joined("temp", "stations")
                            .on("station", "id")
                            .missing(MissingKey.KEEP)),
                    table.aggregateFeature(Feature.aggregate("frames_in_clip", "count(*)")
                            .and("most", "max(people)")
                            .by("clip")));
            for (int step = 0; step < STEPS; step++) {
                String what = "seed " + seed + " step " + step + " " + step(table, source, random);
                checkStates(table, what);
                if (random.nextInt(3) == 0) {
                    backfill(table, random, what);
                }
            }
            backfill(table, random, "seed " + seed + " at the end");
        }
    }

    private String step(Table table, Table source, Random random) {
        int rest = random.nextInt(4);
        return switch (random.nextInt(11)) {
            case 0 -> {
                append(table, random);
                yield "append";
            }
            case 1 -> {
                table.delete("id % 4 = " + rest);
                frames.keySet().removeIf(id -> id % 4 == rest);
                yield "delete";
            }
            case 2 -> {
                String clip = clip(random);
                table.update(Map.of("clip", clip == null ? "NULL" : "'" + clip + "'"), "id % 4 = " + rest);
                matching(rest).forEach(cell -> cell.clip = clip);
                yield "update clip";
            }
            case 3 -> {
                int people = random.nextInt(3);
                table.update(Map.of("people", "" + people), "id % 4 = " + rest);
                matching(rest).forEach(cell -> cell.people = people);
                yield "update people";
            }
            case 4 -> {
                Integer station = station(random);
                table.update(Map.of("station", station == null ? "NULL" : "" + station), "id % 4 = " + rest);
                matching(rest).forEach(cell -> cell.station = station);
                yield "update station";
            }
            case 5 -> {
                table.update(Map.of("other", "other + 1"), "true");
                yield "update another column";
            }
            case 6 -> {
                upsert(table, random);
                yield "upsert";
            }
            case 7 -> {
                table.optimize(Duration.ZERO);
                yield "optimize";
            }
            case 8 -> {
                source.delete("id % 4 = " + rest);
                stations.keySet().removeIf(id -> id % 4 == rest);
                source.optimize(Duration.ZERO);
                yield "delete stations";
            }
            case 9 -> {
                source.update(Map.of("temp", "50"), "id % 4 = " + rest);
                stations.replaceAll((id, temp) -> id % 4 == rest ? new Temp(50) : temp);
                yield "update stations";
            }
            default -> {
                appendStation(source, random);
                yield "upsert stations";
            }
        };
    }

    private List<Cell> matching(int rest) {
        return frames.entrySet().stream()
                .filter(frame -> frame.getKey() % 4 == rest)
                .map(Map.Entry::getValue)
                .toList();
    }

    private void append(Table table, Random random) {
        List<Frame> rows = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(8); i++) {
            rows.add(frame(nextId++, random));
        }
        table.append(rows);
    }

    private void upsert(Table table, Random random) {
        List<Frame> rows = new ArrayList<>();
        for (long id : List.copyOf(frames.keySet())) {
            if (random.nextInt(4) == 0) {
                rows.add(frame(id, random));
            }
        }
        table.upsert(rows);
    }

    private Frame frame(long id, Random random) {
        Cell cell = new Cell();
        cell.station = station(random);
        cell.clip = clip(random);
        cell.people = random.nextInt(3);
        frames.put(id, cell);
        return new Frame(id, cell.station, cell.clip, cell.people, 0);
    }

    private void appendStation(Table source, Random random) {
        List<Station> rows = new ArrayList<>();
        for (long id = 0; id < 10; id++) {
            if (random.nextInt(3) == 0) {
                Integer temp = random.nextInt(4) == 0 ? null : random.nextInt(40);
                rows.add(new Station(id, temp));
                stations.put(id, new Temp(temp));
            }
        }
        source.upsert(rows);
    }

    private static @Nullable Integer station(Random random) {
        return random.nextInt(6) == 0 ? null : (Integer) random.nextInt(10);
    }

    private static @Nullable String clip(Random random) {
        return random.nextInt(6) == 0 ? null : "clip" + random.nextInt(4);
    }

    private String joinedFrom(Cell cell) {
        Temp found = cell.station == null ? null : stations.get((long) cell.station);
        return cell.station + "/" + (found == null ? "missing" : found.temp());
    }

    private String groupedFrom(Cell cell) {
        if (cell.clip == null) {
            return "no clip";
        }
        List<Integer> people = new ArrayList<>();
        frames.values().stream()
                .filter(other -> cell.clip.equals(other.clip))
                .forEach(other -> people.add(other.people));
        Collections.sort(people);
        return cell.clip + people;
    }

    private boolean joinIsNeeded(Cell cell) {
        return !joinedFrom(cell).equals(cell.joinedFrom);
    }

    private boolean groupIsNeeded(Cell cell) {
        return !groupedFrom(cell).equals(cell.groupedFrom);
    }

    private void checkStates(Table table, String what) {
        CellCounts joined = table.feature("temp").cells();
        CellCounts grouped = table.feature("frames_in_clip").cells();
        assertThat(joined.missing() + joined.stale())
                .as(what)
                .isEqualTo(frames.values().stream().filter(this::joinIsNeeded).count());
        assertThat(grouped.missing() + grouped.stale())
                .as(what)
                .isEqualTo(frames.values().stream().filter(this::groupIsNeeded).count());
    }

    private void backfill(Table table, Random random, String what) {
        boolean joins = random.nextInt(4) > 0;
        boolean groups = !joins || random.nextInt(4) > 0;
        List<String> names = new ArrayList<>();
        if (joins) {
            names.add("temp");
        }
        if (groups) {
            names.add("most");
        }
        long needed = frames.values().stream()
                .filter(cell -> (joins && joinIsNeeded(cell)) || (groups && groupIsNeeded(cell)))
                .count();

        BackfillResult result = table.backfill(names.toArray(String[]::new))
                .queueBytes(random.nextBoolean() ? 1 : 1 << 20)
                .run();

        assertThat(result.rowsComputed()).as(what).isEqualTo(needed);
        frames.values().forEach(cell -> {
            if (joins) {
                Temp found = cell.station == null ? null : stations.get((long) cell.station);
                cell.kept = found == null ? cell.kept : found.temp();
                cell.joinedFrom = joinedFrom(cell);
            }
            if (groups) {
                cell.groupedFrom = groupedFrom(cell);
            }
        });
        checkValues(table, joins, groups, what);
        checkStates(table, what);
    }

    private void checkValues(Table table, boolean joins, boolean groups, String what) {
        for (Row row : table.query().rows()) {
            Cell cell = Objects.requireNonNull(frames.get(row.longValue("id")));
            if (joins) {
                assertThat(row.value("temp")).as(what).isEqualTo(cell.kept);
            }
            if (groups) {
                List<Integer> people = new ArrayList<>();
                frames.values().stream()
                        .filter(other -> cell.clip != null && cell.clip.equals(other.clip))
                        .forEach(other -> people.add(other.people));
                assertThat(row.value("frames_in_clip"))
                        .as(what)
                        .isEqualTo(people.isEmpty() ? null : (Object) (long) people.size());
                assertThat(row.value("most")).as(what).isEqualTo(people.isEmpty() ? null : Collections.max(people));
            }
        }
    }
}
