// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import dev.joust.ChangeResult;
import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The process of {@link Ingest}: prints one line of cells. */
final class IngestChild {
    private static final long ROWS = 20_000;
    private static final double MEAN_BYTES = 80_000;

    private IngestChild() {}

    static void run(Path folder, String kind) throws Exception {
        long start = System.nanoTime();
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.createTable("frames", Frames.schema());
            ChangeResult result = switch (kind) {
                case "records" -> table.append(Frames.records(ROWS));
                case "maps" -> {
                    Iterable<Map<String, Object>> maps = () -> Frames.maps(ROWS).iterator();
                    yield table.appendRows(maps);
                }
                default -> throw new IllegalArgumentException("there are no rows as " + kind);
            };
            if (result.rows() != ROWS || table.count() != ROWS) {
                throw new IllegalStateException("appended " + result.rows() + ", counted " + table.count());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s\t%.1f\t%.0f\t%.0f MB%n",
                kind,
                seconds,
                ROWS * MEAN_BYTES / 1e6 / seconds,
                peakKibibytes() * 1024 / 1e6);
    }

    static long peakKibibytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this system does not say VmHWM"));
    }
}
