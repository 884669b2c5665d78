// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.backfill.BackfillResult;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes in the middle of a backfill. */
class BackfillCrashTest {
    private static final int FRAGMENTS = 20;
    private static final int ROWS = 5;
    private static final int KILLED = 137;
    private static final TableSchema SCHEMA =
            TableSchema.builder().required("id", Types.INT64).build();

    @TempDir
    Path folder;

    @Test
    void aKilledBackfillLosesOnlyFragmentsThatWereNotCommitted() throws Exception {
        try (FeatureLake lake = FeatureLake.create(folder, SCHEMA)) {
            for (int fragment = 0; fragment < FRAGMENTS; fragment++) {
                List<Map<String, Object>> rows = new ArrayList<>();
                for (int row = 0; row < ROWS; row++) {
                    rows.add(Map.of("id", (long) fragment * ROWS + row));
                }
                lake.append(rows);
            }
            lake.registry().add(List.of(Child.feature(folder, -1)));
        }

        int kills = 0;
        for (long id : new long[] {23, 51, 52, 37}) {
            assertThat(run(id)).isEqualTo(KILLED);
            kills++;
        }
        long missing;
        try (FeatureLake lake = FeatureLake.open(folder, SCHEMA)) {
            missing = lake.cells("doubled").missing();
            assertThat(missing).isBetween((long) ROWS, 4L * ROWS);
        }
        int callsBefore = calls().size();
        assertThat(run(-1)).isZero();

        assertThat(calls().size() - callsBefore).isEqualTo((int) missing);
        assertThat(calls()).hasSizeLessThanOrEqualTo(FRAGMENTS * ROWS + kills * 3 * ROWS);
        try (FeatureLake lake = FeatureLake.open(folder, SCHEMA)) {
            assertThat(lake.values("doubled"))
                    .isEqualTo(LongStream.range(0, FRAGMENTS * ROWS)
                            .mapToObj(id -> (Object) (2 * id))
                            .toList());
            assertThat(lake.cells("doubled").fresh()).isEqualTo(FRAGMENTS * ROWS);
        }
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    private int run(long killAt) throws Exception {
        Path output = folder.resolve("output");
        Path temp = Files.createDirectories(folder.resolve("tmp"));
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temp,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        Long.toString(killAt))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = child.waitFor();
        for (File left : temp.toFile().listFiles()) {
            left.delete();
        }
        if (code != 0 && code != KILLED) {
            throw new AssertionError(Files.readString(output));
        }
        return code;
    }

    /** The process that is killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            Path folder = Path.of(args[0]);
            try (FeatureLake lake = FeatureLake.open(folder, SCHEMA)) {
                BackfillResult result = lake.with(feature(folder, Long.parseLong(args[1])))
                        .backfill("doubled")
                        .concurrency(1)
                        .commitFragments(1)
                        .run();
                assertThat(result.rowsFailed()).isZero();
            }
        }

        /** Writes down each call; stops the process at one. */
        static Feature feature(Path folder, long killAt) {
            return Feature.of("doubled", Types.INT64)
                    .version(1)
                    .from("id", InputType.LONG)
                    .map(id -> {
                        if (id == killAt) {
                            Runtime.getRuntime().halt(KILLED);
                        }
                        Files.writeString(
                                folder.resolve("calls"),
                                id + "\n",
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
                        return 2 * id;
                    });
        }
    }
}
