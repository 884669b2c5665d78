// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.View;
import dev.joust.index.Index;
import dev.joust.query.Row;
import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills refreshes with SIGKILL before one of their operations on a file, or while they run on from there into Lance's
 * commit, and looks at the view, before and after the next refresh.
 *
 * <p>{@code -Djoust.view.kills=50} says how often, {@code -Dtest.seed=N} where.
 */
class ViewCrashTest {
    private static final Logger LOG = LoggerFactory.getLogger(ViewCrashTest.class);
    private static final int KILLS = Integer.getInteger("joust.view.kills", 8);
    private static final long SEED = Long.getLong("test.seed", 1);

    @TempDir
    Path folder;

    private final List<String> history = new ArrayList<>();

    record Frame(long id, String text) {}

    /** What happened to the source since the view was up to date. */
    private enum Since {
        CHANGES,
        COMPACTION
    }

    @Test
    void aRefreshThatIsKilledAnywhereIsDoneRightByTheNextOne() throws Exception {
        Random random = new Random(SEED);
        Map<Since, Integer> operations = new HashMap<>();
        for (Since since : Since.values()) {
            Path calm = folder.resolve("calm-" + since);
            create(calm.resolve("lake"), since);
            Path copy = folder.resolve("lake-" + since);
            copy(calm.resolve("lake"), copy);
            operations.put(since, Integer.parseInt(run(calm, 0, true).split(" ", -1)[1]));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            Since since = kill % 4 == 3 ? Since.COMPACTION : Since.CHANGES;
            Path life = folder.resolve("life-" + kill);
            copy(folder.resolve("lake-" + since), life.resolve("lake"));
            int operation = 1 + random.nextInt(operations.get(since));
            boolean waits = random.nextInt(3) > 0;
            String last = run(life, operation, waits);
            history.add(since + " " + operation + "/" + operations.get(since) + (waits ? " " : " running ") + last);
            look(life.resolve("lake"), since);
        }
        LOG.warn("seed {}: {}", SEED, history);
    }

    private static void create(Path place, Since since) {
        try (Lake lake = Joust.open(place)) {
            Table source = lake.createTable("t", Frame.class);
            for (int i = 0; i < 4; i++) {
                source.append(frames(i * 20, i * 20 + 20));
            }
            View view = lake.createView("v", source.query().where("id % 5 <> 0"));
            view.refresh();
            view.table().createIndex(Index.fullText("text"));
            if (since == Since.CHANGES) {
                source.append(frames(80, 100));
                source.delete("id % 7 = 0");
                source.update(Map.of("text", "'changed ' || id"), "id % 11 = 1");
            }
            source.optimize(Duration.ZERO);
        }
    }

    private static List<Frame> frames(int from, int to) {
        List<Frame> frames = new ArrayList<>();
        for (int id = from; id < to; id++) {
            frames.add(new Frame(id, "text " + id));
        }
        return frames;
    }

    /** What the view has before the refresh, or after it. */
    private static Map<Long, String> rows(Since since, boolean isNew) {
        Map<Long, String> rows = new TreeMap<>();
        boolean isChanged = isNew && since == Since.CHANGES;
        for (long id = 0; id < (isChanged ? 100 : 80); id++) {
            if (id % 5 != 0 && !(isChanged && id % 7 == 0)) {
                rows.put(id, (isChanged && id % 11 == 1 ? "changed " : "text ") + id);
            }
        }
        return rows;
    }

    private void look(Path place, Since since) throws IOException {
        try (Lake lake = Joust.open(place)) {
            View view = lake.openView("v");
            Map<Long, String> found = held(view);
            assertThat(List.of(rows(since, false), rows(since, true)))
                    .as(history.toString())
                    .contains(found);
            RefreshResult result = view.refresh();
            if (since == Since.COMPACTION || found.equals(rows(since, true))) {
                assertThat(result.mode()).as(history.toString()).isEqualTo(RefreshMode.NO_OP);
            } else {
                assertThat(result.mode()).as(history.toString()).isEqualTo(RefreshMode.INCREMENTAL);
            }
            lookAtTheEnd(view, since);
            assertThat(view.refresh().mode()).as(history.toString()).isEqualTo(RefreshMode.NO_OP);
            view.table().optimize(Duration.ZERO);
            lookAtTheEnd(view, since);
        }
        assertThat(Leftovers.ours(Leftovers.of(place, "v")))
                .as(history.toString())
                .allMatch(file -> file.equals("_joust/view/same-rows"));
    }

    private void lookAtTheEnd(View view, Since since) {
        Map<Long, String> rows = rows(since, true);
        assertThat(held(view)).as(history.toString()).isEqualTo(rows);
        assertThat(view.table().searchText("changed").limit(200).rows())
                .as(history.toString())
                .hasSize((int) rows.values().stream()
                        .filter(text -> text.startsWith("changed"))
                        .count());
    }

    private static Map<Long, String> held(View view) {
        Map<Long, String> held = new TreeMap<>();
        List<Row> rows = view.table().query().select("id", "text").rows();
        rows.forEach(row -> held.put(row.longValue("id"), row.string("text")));
        assertThat(held).as("no row twice").hasSameSizeAs(rows);
        return held;
    }

    /** Returns the last line of the process, which ended by itself or was killed. */
    private String run(Path life, int operation, boolean waits) throws Exception {
        Files.createDirectories(life.resolve("tmp"));
        WatchedChild child =
                WatchedChild.run(ViewCrashChild.class, life.resolve("tmp"), ViewCrashChild.AT, life, operation, waits);
        boolean isDone = child.exitCode() == 0 && child.lastLine().startsWith(ViewCrashChild.DONE);
        assertThat(isDone || child.isKilled()).as(history + " " + child).isTrue();
        return child.lastLine();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
