// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.query.Row;
import dev.joust.schema.Key;
import dev.joust.schema.Vector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches by indexes find what a model finds, whatever changes Joust makes to the rows, and never mistrust them. */
class ChangedSearchSeededTest {
    private static final List<String> WORDS = List.of("night", "rain", "rider", "truck", "snow");
    private static final int KEYS = 60;
    private static final int STEPS = 25;
    private static final int SEEDS = 4;

    @TempDir
    Path folder;

    private final Map<Long, Doc> model = new HashMap<>();
    private Random random = new Random();

    /** A row to look for. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Doc(@Key long id, String words, @Vector(2) float[] place) {}

    @Test
    void findsWhatAModelFindsAfterAnyChange() {
        long first = Long.getLong("test.seed", System.nanoTime());
        for (long seed = first; seed < first + SEEDS; seed++) {
            random = new Random(seed);
            model.clear();
            try (Lake lake = Joust.open(folder.resolve("lake" + seed))) {
                run(lake, seed);
            }
        }
    }

    private void run(Lake lake, long seed) {
        Table table = lake.createTable("docs", Doc.class);
        append(table);
        table.createIndex(Index.fullText("words"));
        table.createIndex(Index.ivfFlat("place").partitions(seed % 2 == 0 ? 1 : 30));
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(step(table));
            assertThat(table.indexes()).as("-Dtest.seed=%d %s", seed, steps).noneMatch(IndexStatus::isSuspect);
            assertRight(table, "-Dtest.seed=" + seed + " " + steps);
        }
    }

    private String step(Table table) {
        int rest = random.nextInt(3);
        switch (random.nextInt(7)) {
            case 0 -> {
                append(table);
                return "append";
            }
            case 1 -> {
                table.delete("id % 3 = " + rest);
                model.keySet().removeIf(id -> id % 3 == rest);
                return "delete " + rest;
            }
            case 2 -> {
                table.delete("id < 10");
                model.keySet().removeIf(id -> id < 10);
                return "delete first";
            }
            case 3 -> {
                table.update(Map.of("words", "'snow'"), "id % 3 = " + rest);
                model.replaceAll((id, doc) -> id % 3 == rest ? new Doc(id, "snow", doc.place()) : doc);
                return "update " + rest;
            }
            case 4 -> {
                List<Doc> docs = random.longs(0, KEYS)
                        .distinct()
                        .limit(8)
                        .mapToObj(this::doc)
                        .toList();
                table.upsert(docs);
                docs.forEach(doc -> model.put(doc.id(), doc));
                return "upsert";
            }
            case 5 -> {
                table.updateIndexes();
                return "index";
            }
            default -> {
                table.optimize(Duration.ZERO);
                return "optimize";
            }
        }
    }

    private void append(Table table) {
        List<Doc> docs = IntStream.range(0, KEYS)
                .filter(id -> !model.containsKey((long) id) && random.nextInt(3) > 0)
                .mapToObj(this::doc)
                .toList();
        if (!docs.isEmpty()) {
            table.append(docs);
            docs.forEach(doc -> model.put(doc.id(), doc));
        }
    }

    private Doc doc(long id) {
        String words = random.ints(1 + random.nextInt(3), 0, WORDS.size())
                .mapToObj(WORDS::get)
                .collect(Collectors.joining(" "));
        return new Doc(id, words, new float[] {random.nextFloat(), random.nextFloat()});
    }

    private void assertRight(Table table, String steps) {
        for (String word : WORDS) {
            assertThat(ids(table.searchText(word).in("words").limit(1000).rows()))
                    .as("%s: %s", word, steps)
                    .containsExactlyInAnyOrderElementsOf(model.values().stream()
                            .filter(doc -> doc.words().contains(word))
                            .map(Doc::id)
                            .toList());
        }
        float[] place = {random.nextFloat(), random.nextFloat()};
        assertThat(ids(table.search("place", place).limit(1000).rows()))
                .as("nearest: %s", steps)
                .isEqualTo(model.values().stream()
                        .sorted(Comparator.comparingDouble(doc -> distance(doc.place(), place)))
                        .map(Doc::id)
                        .toList());
    }

    private static double distance(float[] a, float[] b) {
        return Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2);
    }

    private static List<Long> ids(List<Row> rows) {
        return rows.stream().map(row -> row.longValue("id")).toList();
    }
}
