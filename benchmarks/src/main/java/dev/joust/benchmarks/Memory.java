// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.decimal;
import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.LakeOptions;
import dev.joust.Table;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * The most memory that a process has resident while it computes a feature of blobs: ten times the rows must not take
 * more than 1.2 times the memory. Linux only, as {@link Ingest} is.
 */
final class Memory {
    private static final int BLOB_BYTES = 80_000;
    private static final int FRAGMENT_ROWS = 2_500;

    private Memory() {}

    static void run(Path folder) throws Exception {
        Report report = Report.begin("Peak memory of a backfill over blobs of 80 KB with -Xmx512m");
        report.header(
                "memory of native code", "rows", "seconds", "peak resident memory", "times that of the fewest rows");
        Map<String, Double> fewest = new LinkedHashMap<>();
        for (int rows : List.of(10_000, 100_000)) {
            Path lake = folder.resolve("memory-" + rows);
            fill(lake, rows);
            for (String arenas : List.of("", "2")) {
                String[] cells = Ingest.child("memory-child", lake, "crc", Map.of("MALLOC_ARENA_MAX", arenas));
                double megabytes = Double.parseDouble(cells[1]);
                report.row(
                        arenas.isEmpty() ? "as glibc does" : "MALLOC_ARENA_MAX=" + arenas,
                        whole(rows),
                        cells[0],
                        whole(megabytes) + " MB",
                        decimal(megabytes / fewest.computeIfAbsent(arenas, first -> megabytes)));
            }
            ImageEncodings.delete(lake);
        }
    }

    private static void fill(Path folder, int rows) throws Exception {
        try (Lake lake = Joust.open(folder.toString(), LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED))) {
            Table table = lake.createTable(
                    "t",
                    TableSchema.builder()
                            .required("id", Types.INT64)
                            .column("blob", Types.LARGE_BINARY)
                            .build());
            for (int from = 0; from < rows; from += FRAGMENT_ROWS) {
                int first = from;
                Iterable<Map<String, Object>> maps = () -> IntStream.range(first, first + FRAGMENT_ROWS)
                        .<Map<String, Object>>mapToObj(i -> Map.of("id", (long) i, "blob", blob(i)))
                        .iterator();
                table.appendRows(maps);
            }
            table.addFeatures(crc());
        }
    }

    private static byte[] blob(long seed) {
        byte[] bytes = new byte[BLOB_BYTES];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static Feature crc() {
        return Feature.of("crc", Types.INT64)
                .version(1)
                .from("blob", InputType.BYTES)
                .map(Memory::crcOf);
    }

    private static long crcOf(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    /** The process that computes: prints its seconds and its peak in megabytes. */
    static void child(Path folder, String feature) throws Exception {
        long start = System.nanoTime();
        try (Lake lake = Joust.open(folder)) {
            lake.register(List.of(crc()));
            lake.openTable("t").backfill(feature).recompute().run();
        }
        System.out.println(
                decimal((System.nanoTime() - start) / 1e9) + "\t" + IngestChild.peakKibibytes() * 1024 / 1e6);
    }
}
