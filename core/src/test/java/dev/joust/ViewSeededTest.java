// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.internal.change.Deletes;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import dev.joust.view.RefreshResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of a source with several views at once: after each refresh a view has the rows that a rebuild would
 * have, by a naive model, and only fragments with changes were read.
 *
 * <p>{@code -Dtest.seed=N} replays one, {@code -Djoust.view.histories=N} says how many.
 */
class ViewSeededTest {
    private static final int STEPS = 11;

    @TempDir
    Path folder;

    record Item(@Key long id, int n, String text, double score) {}

    private final List<String> history = new ArrayList<>();
    private Random random;
    private Lake lake;
    private Table source;
    private List<ModelledView> views;
    private long firstVersion;
    private long nextId;
    private int function;

    static LongStream seeds() {
        Long only = Long.getLong("test.seed");
        return only == null
                ? LongStream.range(0, Integer.getInteger("joust.view.histories", 300))
                : LongStream.of(only);
    }

    @ParameterizedTest(name = "-Dtest.seed={0}")
    @MethodSource("seeds")
    void aRefreshEqualsARebuildAndReadsOnlyWhatChanged(long seed) throws Exception {
        random = new Random(seed);
        try {
            views = someViews();
            for (int step = 0; step < STEPS; step++) {
                if (step == 0) {
                    append();
                } else if (random.nextInt(3) == 0) {
                    refresh(views.get(random.nextInt(views.size())));
                } else {
                    change();
                }
            }
            for (ModelledView view : views) {
                refresh(view);
            }
            RefreshResult rebuilt =
                    views.get(random.nextInt(views.size())).view().rebuild();
            assertThat(List.of(rebuilt.added(), rebuilt.removed(), rebuilt.replaced()))
                    .as("added, removed, replaced by a rebuild")
                    .containsExactly(0L, 0L, 0L);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("-Dtest.seed=" + seed + " " + history + ": " + e.getMessage(), e);
        }
    }

    @BeforeEach
    void openALake() {
        random = new Random(0);
        views = List.of();
        lake = Joust.open(
                folder.resolve("lake").toString(), LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED));
        source = lake.createTable("source", Item.class);
        addTag();
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    private void addTag() {
        source.addFeatures(tag());
        firstVersion = source.version();
    }

    /** Some kinds, of which a view of a view comes after the one that it is of. */
    private List<ModelledView> someViews() {
        List<ModelledView.Kind> kinds = new ArrayList<>(EnumSet.complementOf(EnumSet.of(ModelledView.Kind.NESTED)));
        Collections.shuffle(kinds, random);
        List<ModelledView> chosen = new ArrayList<>();
        for (ModelledView.Kind kind : kinds.subList(0, 2)) {
            chosen.add(ModelledView.create(lake, kind, "source"));
        }
        if (random.nextBoolean()) {
            chosen.add(ModelledView.create(
                    lake, ModelledView.Kind.NESTED, chosen.get(0).name()));
        }
        return chosen;
    }

    private void refresh(ModelledView view) throws Exception {
        history.add("refresh " + view.name());
        RefreshResult result = view.refreshAndCheck();
        history.set(history.size() - 1, "refresh " + view.name() + " = " + result.mode() + result.fragmentsRead());
    }

    private Feature tag() {
        int version = ++function;
        return Feature.of("tag", Types.BOOL)
                .version(version)
                .from("n", InputType.INT)
                .map(n -> (n + version) % 4 == 0);
    }

    private void append() {
        List<Item> items = new ArrayList<>();
        int rows = 1 + random.nextInt(12);
        for (int i = 0; i < rows; i++) {
            items.add(new Item(nextId++, random.nextInt(100), "text " + random.nextInt(5), random.nextInt(9)));
        }
        history.add("append " + rows);
        source.append(items);
    }

    private void change() {
        int rest = random.nextInt(7);
        switch (random.nextInt(18)) {
            case 0, 1, 2, 3 -> append();
            case 4 -> {
                history.add("delete " + rest);
                Deletes.delete(source.handle(), "id % 7 = " + rest, Map.of());
            }
            case 5 -> update("n", "n + 1", rest);
            case 6 -> update("text", "'new ' || text", rest);
            case 7 -> update("score", "score + 1", rest);
            case 8 -> upsert();
            case 9, 10 -> fill();
            case 11 -> {
                history.add("alter");
                source.alterFeature("tag", tag());
            }
            case 12 -> {
                history.add("compact as others do");
                Compactor.compact(source.handle(), Compactor.Preparation.NONE, (before, replaced, written) -> {});
            }
            case 13, 14 -> {
                history.add("optimize");
                source.optimize(Duration.ZERO);
            }
            case 15 -> restore();
            case 16 -> aside();
            default -> recreateOrOptimizeViews();
        }
    }

    private void update(String column, String value, int rest) {
        history.add("update " + column + " " + rest);
        if (source.update(Map.of(column, value), "id % 7 = " + rest).rows() > 0) {
            views.forEach(view -> view.touched(column));
        }
    }

    private void upsert() {
        history.add("upsert");
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            items.add(new Item(random.nextInt((int) nextId) / 3 * 3 + i, random.nextInt(100), "upserted", 0.5));
        }
        nextId = Math.max(nextId, items.get(2).id() + 1);
        source.upsert(items);
    }

    private void fill() {
        history.add("backfill");
        // After a restore the table may record an older function.
        source.alterFeature("tag", tag());
        source.backfill("tag").run();
        views.forEach(view -> view.touched("tag"));
    }

    private void restore() {
        List<Long> versions = source.versions().stream()
                .map(TableVersion::version)
                .filter(version -> version >= firstVersion)
                .toList();
        long version = versions.get(random.nextInt(versions.size()));
        history.add("restore " + version);
        source.restore(version);
        views.forEach(view -> view.touchedAll());
    }

    /** What no view can see. */
    private void aside() {
        Set<String> names = Set.copyOf(source.schema().names());
        if (random.nextInt(3) == 0 && source.indexes().isEmpty()) {
            history.add("index");
            source.createIndex(Index.btree("n"));
        } else if (names.contains("extra")) {
            history.add("drop column");
            source.dropColumns("extra");
        } else {
            history.add("add column");
            source.addColumns(Map.of("extra", "id + 1"));
        }
    }

    private void recreateOrOptimizeViews() {
        if (random.nextInt(3) == 0) {
            history.add("create again");
            lake.dropTable("source");
            source = lake.createTable("source", Item.class);
            addTag();
            append();
            views.stream().filter(view -> view.isOf("source")).forEach(ModelledView::sourceIsAnother);
        } else {
            history.add("optimize views");
            views.forEach(view -> view.view().table().optimize(Duration.ZERO));
        }
    }
}
