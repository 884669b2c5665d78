// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewRaceTest {
    private static final int PROCESSES = 2;
    private static final int LEAST_CHANGES = 60;
    private static final int MOST_CHANGES = 3_000;

    /** So many commits of the view are a race. */
    private static final int VERSIONS = 20;

    record Item(long id, int kind) {}

    @TempDir
    Path folder;

    @Test
    void ofTwoProcessesThatRefreshAViewNeitherDoublesWhatTheOtherDid() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PROCESSES);
        try (Lake lake = Joust.open(folder)) {
            Table items = lake.createTable("items", Item.class);
            View view = lake.createView("even", items.query().where("kind % 2 = 0"));
            List<Future<List<String>>> processes = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(threads.submit(() -> Child.run(Child.java(ViewRacer.class, folder, "even"), Map.of())));
            }
            for (int step = 0; step < LEAST_CHANGES || isQuiet(view, step); step++) {
                change(items, step);
            }
            items.tag("done", items.version());

            long[] sums = new long[3];
            for (Future<List<String>> process : processes) {
                List<String> lines = process.get();
                long[] counts = Arrays.stream(lines.get(lines.size() - 1).split(" "))
                        .mapToLong(Long::parseLong)
                        .toArray();
                IntStream.range(0, sums.length).forEach(i -> sums[i] += counts[i]);
            }
            assertThat(sums[0] - sums[1]).isEqualTo(view.table().count());
            assertThat(view.table().versions()).hasSize((int) sums[2] + 1);
            assertThat(ids(view.table())).doesNotHaveDuplicates().isEqualTo(expected(items));
            assertThat(view.behind().versions()).isZero();
        } finally {
            threads.shutdown();
        }
    }

    private static boolean isQuiet(View view, int step) {
        return step < MOST_CHANGES && view.table().versions().size() < VERSIONS;
    }

    private static void change(Table items, int step) {
        if (step % 20 == 19) {
            items.optimize(Duration.ZERO);
        } else if (step % 5 == 4) {
            items.delete("id % 17 = " + step % 17);
        } else if (step % 5 == 3) {
            items.update(Map.of("kind", "kind + 1"), "id % 13 = " + step % 13);
        } else {
            items.append(IntStream.range(0, 10)
                    .mapToObj(i -> new Item(10L * step + i, i))
                    .toList());
        }
    }

    private static List<Long> ids(Table view) {
        return view.query().rows().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    private static List<Long> expected(Table items) {
        return items.query().rows().stream()
                .filter(row -> row.intValue("kind") % 2 == 0)
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }
}
