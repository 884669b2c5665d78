// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.Feature;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizeBesideJobTest {
    private static final int FRAGMENTS = 8;
    private static final int ROWS = 10;

    record Item(long id) {}

    record Station(long key, int temp) {}

    @TempDir
    Path folder;

    @Test
    void leavesTheVersionThatAJobOfAnotherProcessReads() throws Exception {
        try (Lake lake = Joust.open(folder)) {
            Table items = lake.createTable("items", Item.class);
            for (int i = 0; i < FRAGMENTS; i++) {
                append(items, i);
            }
            Table stations = lake.createTable("stations", Station.class);
            stations.append(List.of(new Station(1, 11)));
            stations.append(List.of(new Station(2, 12)));
            items.addFeatures(
                    HeldBackfill.doubled(id -> 2 * id),
                    items.joinedFeature(
                            Feature.joined("temp", "stations").on("id", "key").take("temp")));
            long read = items.version();
            long readBeside = stations.version();
            Process job = new ProcessBuilder(Child.java(HeldBackfill.class, folder, "items", "doubled", "temp"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader output = job.inputReader(StandardCharsets.UTF_8)) {
                assertThat(output.readLine()).isEqualTo(HeldBackfill.HELD);
                append(items, FRAGMENTS);
                assertThat(items.optimize(Duration.ZERO).fragmentsAfter()).isEqualTo(1);
                items.delete("id = 3");
                items.optimize(Duration.ZERO);
                stations.update(Map.of("temp", "99"), "true");
                stations.optimize(Duration.ZERO);

                assertThat(versions(items)).contains(read);
                assertThat(versions(stations)).contains(readBeside);
                assertThat(items.tags()).isEmpty();
                release(job);
                assertThat(output.readLine()).isEqualTo(Integer.toString((FRAGMENTS + 1) * ROWS - 1));
                assertThat(job.waitFor()).isZero();
            } finally {
                job.destroyForcibly();
            }
            assertThat(items.count("doubled = 2 * id")).isEqualTo((FRAGMENTS + 1) * ROWS - 1);
            assertThat(items.count("temp IS NOT NULL")).isEqualTo(2);
            items.optimize(Duration.ZERO);
            stations.optimize(Duration.ZERO);
            assertThat(versions(items)).doesNotContain(read);
            assertThat(versions(stations)).doesNotContain(readBeside);
        }
    }

    private static void release(Process job) throws IOException {
        job.getOutputStream().write('\n');
        job.getOutputStream().flush();
    }

    private static List<Long> versions(Table table) {
        return table.versions().stream().map(TableVersion::version).toList();
    }

    private static void append(Table table, int part) {
        List<Item> rows = new ArrayList<>();
        LongStream.range(0, ROWS).forEach(i -> rows.add(new Item((long) part * ROWS + i)));
        table.append(rows);
    }
}
