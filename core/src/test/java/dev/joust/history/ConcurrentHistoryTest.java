// SPDX-License-Identifier: Apache-2.0
package dev.joust.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.feature.CellCounts;
import dev.joust.feature.Feature;
import dev.joust.index.Index;
import dev.joust.query.Row;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several writers do random things to one table at the same time: append, update, delete, upsert, compact, create and
 * update indexes, alter a feature, backfill. Each compares its rows with its model after each step; in the end all is
 * compared.
 *
 * <p>{@code -Djoust.histories=100} says how many seeds, {@code -Dtest.seed=N} which one.
 */
class ConcurrentHistoryTest {
    private static final int WRITERS = 3;
    private static final int STEPS = 12;

    @TempDir
    Path folder;

    static LongStream seeds() {
        Long only = Long.getLong("test.seed");
        long first = Long.getLong("joust.firstSeed", 1);
        return only == null ? LongStream.range(first, first + Long.getLong("joust.histories", 4)) : LongStream.of(only);
    }

    static LongStream fewerSeeds() {
        return Long.getLong("test.seed") == null ? seeds().filter(seed -> seed % 4 == 1) : seeds();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTableIsWhatTheModelsOfThreeWritersSay(long seed) throws Exception {
        create();
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Writer(folder, i, WRITERS, STEPS, seed));
        }

        Map<Long, Frame> model = Writers.together(writers);

        check("seed " + seed, model, writers.get(0).version());
    }

    @ParameterizedTest
    @MethodSource("fewerSeeds")
    void theTableIsWhatTheModelsOfTwoProcessesSay(long seed) throws Exception {
        create();
        Process child = new ProcessBuilder(WriterChild.command(folder, 2, 2, 4, STEPS, seed))
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        Thread reader = new Thread(() -> {
            try (BufferedReader output = child.inputReader()) {
                output.lines().forEach(lines::add);
            } catch (java.io.IOException e) {
                lines.add(e.toString());
            }
        });
        reader.start();
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            writers.add(new Writer(folder, i, 4, STEPS, seed));
        }

        Map<Long, Frame> model = new TreeMap<>(Writers.together(writers));
        int code = child.waitFor();
        reader.join();
        assertThat(code).as("seed " + seed + "\n" + String.join("\n", lines)).isZero();
        model.putAll(WriterChild.rows(lines));

        check("seed " + seed + " of two processes", model, writers.get(0).version());
    }

    private void create() {
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.createTable("t", Frame.class);
            table.addFeatures(Features.code(1), Features.LABEL);
            table.addFeatures(table.sqlFeature("size", "length(text)"));
            table.createIndex(Index.btree("n").named("n_idx"));
        }
    }

    private void check(String what, Map<Long, Frame> model, int version) {
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.openTable("t");
            Feature code = Features.code(version);
            lake.register(List.of(code, Features.LABEL));
            checkRows(what, table, model);
            table.backfill("code", "size", "label").run();
            checkFeatures(what, table, model, version);
            table.optimize(Duration.ZERO);
            checkRows(what, table, model);
            checkFeatures(what, table, model, version);
            table.createIndex(Index.fullText("label").named("label_idx"));
            assertThat(table.searchText("label").in("label").limit(100_000).rows())
                    .as(what)
                    .hasSize(model.size());
        }
    }

    private static void checkRows(String what, Table table, Map<Long, Frame> model) {
        List<Frame> rows = table.query().select("id", "writer", "n", "text").as(Frame.class);
        Map<Long, Frame> byId = new TreeMap<>();
        rows.forEach(row -> byId.put(row.id(), row));
        assertThat(byId).as(what).isEqualTo(model).hasSameSizeAs(rows);
        for (int n = 0; n < 16; n++) {
            int wanted = n;
            assertThat(table.count("n = " + n))
                    .as(what + ", n = " + n)
                    .isEqualTo(model.values().stream()
                            .filter(frame -> frame.n() == wanted)
                            .count());
        }
    }

    private static void checkFeatures(String what, Table table, Map<Long, Frame> model, int version) {
        for (String feature : Features.ALL) {
            CellCounts cells = table.feature(feature).cells();
            assertThat(cells.fresh()).as(what + ", " + feature + " " + cells).isEqualTo(model.size());
        }
        for (Row row : table.query().select("id", "code", "size", "label").rows()) {
            Frame frame = model.get(row.longValue("id"));
            String code = Features.code(version, frame.n(), frame.text());
            assertThat(List.of(row.string("code"), row.value("size").toString(), row.string("label")))
                    .as(what + ", " + frame)
                    .containsExactly(code, Integer.toString(frame.text().length()), "label of " + code);
        }
    }
}
