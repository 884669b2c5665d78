// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.feature.CellCounts;
import dev.joust.index.IndexStatus;
import dev.joust.query.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** One table on which something is done, killed, and done again until it is finished. */
final class LivedLife {
    /**
     * How many rows a kill makes a function compute again at most. In each of the two fragments that are open at once
     * these are the rows of the checkpoint that is being gathered, those that the functions have (as many), and the
     * batch that was just handed to them (no more than as many).
     */
    static final int MAX_REPEATED = 2 * 3 * Footage.CHECKPOINT_ROWS;

    private static final int MOST_KILLS = 12;
    private static final String INDEX = "word_idx";

    private final Life life;
    private final Path folder;
    private final Random random;
    private final List<String> history = new ArrayList<>();
    private final CalmLife calm;
    private final Map<Long, String> before;
    private int kills;
    private long repeated;

    LivedLife(Life life, Path folder, Random random) throws IOException {
        this.life = life;
        this.folder = folder;
        this.random = random;
        this.calm = CalmLife.of(life, folder.resolveSibling(folder.getFileName() + "-calm"), folder);
        this.before = calm.before();
        Files.createDirectories(folder.resolve("tmp"));
    }

    /** Kills at most so often, and looks at the table after each kill and at the end. */
    void live(Map<Moment, Integer> killed, int most) throws Exception {
        boolean isDone = false;
        while (!isDone) {
            Moment moment = kills < Math.min(most, MOST_KILLS) ? next(killed) : Moment.NEVER;
            int times = 1 + random.nextInt(moment.most());
            isDone = run(moment, times);
            history.add((isDone ? "done before " : "killed at ") + moment + " " + times);
            if (!isDone) {
                kills++;
                killed.merge(moment, 1, Integer::sum);
                look();
            }
        }
        lookAtTheEnd();
    }

    /** One of those that were seldom the place until now. */
    private Moment next(Map<Moment, Integer> killed) {
        List<Moment> moments = new ArrayList<>(life.moments());
        Collections.shuffle(moments, random);
        moments.sort(Comparator.comparing(moment -> killed.getOrDefault(moment, 0)));
        return moments.get(random.nextInt(Math.min(4, moments.size())));
    }

    private boolean run(Moment moment, int times) throws Exception {
        WatchedChild child = WatchedChild.run(
                CrashChild.class, folder.resolve("tmp"), Trap.SPRUNG, folder, life.name(), moment.name(), times);
        clear(folder.resolve("tmp"));
        boolean isDone = child.exitCode() == 0 && child.lines().contains(CrashChild.DONE);
        assertThat(isDone || child.isKilled()).as(history + " " + child).isTrue();
        return isDone;
    }

    /** Removes the library of Lance that a killed process unpacked. */
    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** After each kill: the table opens, has its rows, old values or new ones, and searches find what scans find. */
    private void look() {
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.openTable("t");
            Map<Long, String> now = Footage.values(table);
            assertThat(now.keySet()).as(history.toString()).isEqualTo(before.keySet());
            now.forEach((id, row) -> assertThat(
                            List.of(before.get(id), calm.values().get(id)))
                    .as(history.toString())
                    .contains(row));
            CellCounts cells = table.feature("word").cells();
            assertThat(cells.rows() - cells.foreign()).as(history.toString()).isEqualTo(before.size());
            lookAtIndexes(table);
            assertThat(Footage.views(lake).keySet())
                    .as(history.toString())
                    .isEqualTo(calm.views().keySet());
            assertThat(lake.jobs()).as(history.toString()).isNotNull();
        }
    }

    private void lookAtIndexes(Table table) {
        for (long id = 3; id < Life.ROWS; id += 211) {
            assertThat(table.count("id = " + id)).as(history.toString()).isEqualTo(before.containsKey(id) ? 1 : 0);
        }
        if (table.indexes().stream().map(IndexStatus::name).anyMatch(INDEX::equals)) {
            List<Row> all = table.query().select("id", "word").rows();
            for (String word : List.of("kind1", "kind4", "v1", "v2")) {
                assertThat(ids(
                                table.searchText(word)
                                        .in("word")
                                        .select("id", "word")
                                        .limit(10_000)
                                        .rows(),
                                word))
                        .as(word + " " + history)
                        .isEqualTo(ids(all, word));
            }
        }
    }

    private static List<Long> ids(List<Row> rows, String word) {
        return rows.stream()
                .filter(row -> !row.isNull("word")
                        && List.of(row.string("word").split(" ", -1)).contains(word))
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    private void lookAtTheEnd() throws IOException {
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.openTable("t");
            lookAtTheResult(table);
            lookAtTheViews(lake);
            assertThat(Leftovers.of(folder, "t"))
                    .as(history.toString())
                    .noneMatch(file -> file.startsWith("_joust/checkpoints/") && !file.endsWith(".tmp"));
            table.optimize(Duration.ZERO);
            lookAtTheResult(table);
            Set<String> left = Leftovers.of(folder, "t");
            assertThat(Leftovers.ours(left)).as(history.toString()).isEmpty();
            for (String file : left) {
                Files.setLastModifiedTime(
                        folder.resolve("t.lance").resolve(file),
                        FileTime.from(Instant.now().minus(Duration.ofDays(8))));
            }
            table.optimize(Duration.ZERO);
            lookAtTheResult(table);
            assertThat(Leftovers.of(folder, "t"))
                    .as("a week after " + history)
                    // What the last optimizing committed itself, and took away again as a version.
                    .hasSizeLessThanOrEqualTo(life == Life.SYNC ? 2 : 1)
                    .allMatch(file -> file.startsWith("_transactions/"));
        }
    }

    private void lookAtTheResult(Table table) {
        assertThat(Footage.values(table)).as(history.toString()).isEqualTo(calm.values());
        for (String feature : List.of("word", "size")) {
            CellCounts cells = table.feature(feature).cells();
            long failed = feature.equals("size")
                    ? 0
                    : before.keySet().stream().filter(Footage::fails).count();
            assertThat(List.of(cells.fresh(), cells.failed()))
                    .as(history + " " + feature + " " + cells)
                    .containsExactly(before.size() - failed, failed);
            long extra = Footage.Calls.count(folder, feature) - calm.calls(feature);
            assertThat(extra).as(history.toString()).isBetween(0L, (long) kills * MAX_REPEATED);
            repeated = Math.max(repeated, extra);
        }
        lookAtIndexes(table);
        if (life.hasTextIndex()) {
            assertThat(table.indexes())
                    .as(history.toString())
                    .extracting(IndexStatus::name)
                    .contains(INDEX);
        }
    }

    private void lookAtTheViews(Lake lake) {
        assertThat(Footage.views(lake)).as(history.toString()).isEqualTo(calm.views());
        if (life == Life.SYNC) {
            Table view = lake.openTable("v");
            assertThat(view.feature("loud").cells().fresh())
                    .as(history.toString())
                    .isEqualTo(view.count());
            List<IndexStatus> indexes = new ArrayList<>(view.indexes());
            indexes.addAll(lake.openTable("t").indexes());
            assertThat(indexes)
                    .as(history.toString())
                    .extracting(IndexStatus::name)
                    .containsExactly("id_idx", "loud_idx", "id_idx", INDEX);
            assertThat(indexes).as(history.toString()).allMatch(index -> index.rowsUnindexed() == 0);
            assertThat(lake.openTable("t").sync().run().isNothingToDo())
                    .as(history.toString())
                    .isTrue();
        }
    }

    int kills() {
        return kills;
    }

    /** Calls of the function that was called again most often. */
    long repeated() {
        return repeated;
    }

    @Override
    public String toString() {
        return life + ": " + kills + " kills, " + repeated + " calls repeated, " + history;
    }
}
