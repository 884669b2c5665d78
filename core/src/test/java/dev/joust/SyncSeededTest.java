// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.Feature;
import dev.joust.feature.FeatureStatus;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.job.Cancellation;
import dev.joust.query.Row;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import dev.joust.sync.SyncFailure;
import dev.joust.sync.SyncResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of a table with features, indexes and views of views: whatever was changed or interrupted, a sync
 * makes every feature fresh, every view what a query of its source gives, and every index complete, and a second one
 * commits nothing.
 */
class SyncSeededTest {
    private static final int STEPS = 12;

    record Note(@Key long id, int n, String text) {}

    @TempDir
    Path folder;

    private final List<String> history = new ArrayList<>();
    private SplittableRandom random = new SplittableRandom(0);
    private int nextId;
    private int wordVersion = 1;
    private int halfVersion = 1;
    private boolean isFailing;

    static LongStream seeds() {
        Long only = Long.getLong("test.seed");
        return only == null ? LongStream.range(0, Integer.getInteger("joust.sync.histories", 10)) : LongStream.of(only);
    }

    @ParameterizedTest(name = "-Dtest.seed={0}")
    @MethodSource("seeds")
    void aSyncMakesEverythingWhatItShouldBe(long seed) {
        random = new SplittableRandom(seed);
        history.add("seed " + seed);
        try (Lake lake = Joust.open(
                folder.resolve("lake").toString(), LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED))) {
            Table notes = create(lake);
            for (int step = 0; step < STEPS; step++) {
                change(lake, notes);
                if (random.nextInt(3) == 0) {
                    syncAndCheck(lake, notes);
                }
            }
            syncAndCheck(lake, notes);
        } catch (RuntimeException e) {
            throw new AssertionError(history.toString(), e);
        }
    }

    private Table create(Lake lake) {
        Table notes = lake.createTable("notes", Note.class);
        append(notes);
        notes.addFeatures(word(), half());
        notes.addFeatures(notes.sqlFeature("size", "length(word)"));
        notes.addFeatures(notes.aggregateFeature(
                Feature.aggregate("with_word", "count(*)").by("word")));
        notes.createIndex(Index.btree("id"));
        notes.createIndex(Index.bitmap("n"));
        View odd = lake.createView("odd", notes.query().where("n % 2 = 1"));
        View even = lake.createView(
                "even", notes.query().select("id", "word", "with_word").where("n % 2 = 0 AND size > 5"));
        odd.table().addFeatures(odd.table().sqlFeature("loud", "upper(word)"));
        even.table().addFeatures(half("even_half"));
        View low = lake.createView("low", even.table().query().where("id < 40"));
        odd.table()
                .addFeatures(odd.table()
                        .joinedFeature(
                                Feature.joined("even_word", "low").on("n", "id").take("word")));
        lake.createView("loud", odd.table().query().select("id", "loud", "half").where("loud LIKE 'WORD%'"));
        low.table().createIndex(Index.btree("id"));
        odd.table().createIndex(Index.btree("half"));
        return notes;
    }

    /** Fails for some rows while it is to. */
    private Feature word() {
        int version = wordVersion;
        return Feature.of("word", Types.STRING)
                .version(version)
                .from("text", InputType.STRING)
                .map(text -> {
                    if (isFailing && text.endsWith("3")) {
                        throw new IllegalStateException("not " + text);
                    }
                    return "word" + version + " " + text;
                });
    }

    private Feature half() {
        return half("half");
    }

    private Feature half(String column) {
        int version = halfVersion;
        return Feature.of(column, Types.INT32)
                .udf("half")
                .version(version)
                .from("id", InputType.LONG)
                .map(id -> id % 7 == 0 ? null : (int) (id / 2) + 1000 * version);
    }

    private void append(Table notes) {
        List<Note> rows = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(20); i++) {
            rows.add(new Note(nextId++, random.nextInt(100), "text " + random.nextInt(10)));
        }
        notes.append(rows);
    }

    private void change(Lake lake, Table notes) {
        int rest = random.nextInt(5);
        int choice = random.nextInt(15);
        history.add("change " + choice + " " + rest);
        switch (choice) {
            case 0, 1, 2 -> append(notes);
            case 3 -> notes.delete("id % 5 = " + rest);
            case 4 -> notes.update(Map.of("text", "'other " + rest + "'"), "id % 5 = " + rest);
            case 5 -> notes.update(Map.of("n", "n + 1"), "id % 5 = " + rest);
            case 6 -> notes.upsert(List.of(new Note(rest, rest, "upserted"), new Note(nextId++, rest, "inserted")));
            case 7 -> {
                wordVersion++;
                notes.alterFeature("word", word());
            }
            case 8 -> {
                halfVersion++;
                notes.alterFeature("half", half());
                lake.openTable("even").alterFeature("even_half", half("even_half"));
            }
            case 9 -> notes.backfill("half").where("id % 5 = " + rest).run();
            case 10 -> lake.openView(random.nextBoolean() ? "odd" : "even").refresh();
            case 11 -> lake.openTable(random.nextBoolean() ? "notes" : "odd").optimize(Duration.ZERO);
            case 12 -> interrupt(notes);
            case 13 -> isFailing = !isFailing;
            default -> toggleFullText(notes);
        }
    }

    private static void toggleFullText(Table notes) {
        boolean isThere =
                notes.indexes().stream().anyMatch(index -> index.name().equals("word_idx"));
        if (isThere) {
            notes.dropIndex("word_idx");
        } else if (notes.count("word IS NOT NULL") > 0) {
            notes.createIndex(Index.fullText("word"));
        }
    }

    private void interrupt(Table notes) {
        Cancellation cancellation = new Cancellation();
        int[] left = {random.nextInt(25)};
        try {
            notes.sync()
                    .backfilling(backfill -> backfill.commitFragments(1).batchRows(4))
                    .cancelledBy(cancellation)
                    .onProgress(event -> {
                        if (left[0]-- == 0) {
                            cancellation.request();
                        }
                    })
                    .run();
        } catch (CancellationException e) {
            history.add("cancelled");
        }
    }

    private void syncAndCheck(Lake lake, Table notes) {
        SyncResult result = notes.sync().run();
        history.add("sync " + result.backfills() + result.indexes() + result.views() + result.failed());
        boolean mayFail = isFailing && notes.count("text LIKE '%3'") > 0;
        Set<String> failed = result.failed().stream()
                .map(failure -> failure.table() + " " + failure.name())
                .collect(Collectors.toSet());
        assertThat(mayFail ? Set.<String>of() : failed).as(history.toString()).isEmpty();
        assertThat(result.failed())
                .as(history.toString())
                .allMatch(failure -> failure.part() == SyncFailure.Part.FEATURE);
        for (String name : List.of("notes", "odd", "even", "low", "loud")) {
            checkFeaturesAndIndexes(lake.openTable(name), failed);
        }
        for (View view : lake.views()) {
            checkView(view);
        }
        if (failed.isEmpty()) {
            checkValues(lake, notes);
            Map<String, Long> versions = versions(lake);
            assertThat(notes.sync().run().isNothingToDo())
                    .as(history.toString())
                    .isTrue();
            assertThat(versions(lake)).as(history.toString()).isEqualTo(versions);
        }
    }

    private void checkFeaturesAndIndexes(Table table, Set<String> failed) {
        for (FeatureStatus feature : table.features()) {
            if (!failed.contains(table.name() + " " + feature.name())) {
                assertThat(feature.cells().fresh())
                        .as(table.name() + " " + feature.name() + " " + feature.cells() + " " + history)
                        .isEqualTo(table.count());
            }
        }
        for (IndexStatus index : table.indexes()) {
            assertThat(index.rowsUnindexed())
                    .as(table.name() + " " + index + " " + history)
                    .isZero();
            assertThat(index.isSuspect()).as(index + " " + history).isFalse();
        }
    }

    private void checkView(View view) {
        String[] columns = view.definition().columns().toArray(String[]::new);
        String filter = view.definition().filter().orElse("true");
        assertThat(texts(view.table().query().select(columns).rows()))
                .as(view.name() + " " + history)
                .isEqualTo(texts(
                        view.source().query().where(filter).select(columns).rows()));
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream().map(Row::toString).sorted().toList();
    }

    private void checkValues(Lake lake, Table notes) {
        assertThat(notes.count("word <> 'word" + wordVersion + " ' || text OR word IS NULL OR size <> length(word)"))
                .as(history.toString())
                .isZero();
        Map<String, Long> counts = new TreeMap<>();
        List<Row> rows = notes.query().rows();
        rows.forEach(row -> counts.merge(row.string("word"), 1L, Long::sum));
        for (Row row : rows) {
            long id = row.longValue("id");
            assertThat(row.value("half"))
                    .as(history.toString())
                    .isEqualTo(id % 7 == 0 ? null : (Object) ((int) (id / 2) + 1000 * halfVersion));
            assertThat(row.longValue("with_word")).as(history.toString()).isEqualTo(counts.get(row.string("word")));
        }
        assertThat(lake.openTable("odd").count("loud <> upper(word) OR loud IS NULL"))
                .as(history.toString())
                .isZero();
    }

    private static Map<String, Long> versions(Lake lake) {
        Map<String, Long> versions = new TreeMap<>();
        lake.tables().forEach(table -> versions.put(table.name(), table.version()));
        return versions;
    }
}
