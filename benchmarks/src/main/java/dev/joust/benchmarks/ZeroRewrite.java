// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a new small column writes and reads beside 2 GB of images. */
final class ZeroRewrite {
    private static final int ROWS = 25_000;
    private static final int APPENDS = 10;
    private static final int SQL_ROWS = 5_000;

    private ZeroRewrite() {}

    static void run(Path folder) throws Exception {
        try (Lake lake = Joust.open(folder)) {
            backfills(folder, lake);
            columns(folder, lake);
        }
    }

    private static Feature weatherLength(int version) {
        return Feature.of("weather_length", Types.INT32)
                .version(version)
                .from("weather", InputType.STRING)
                .map(weather -> version * weather.length());
    }

    private static void backfills(Path folder, Lake lake) throws IOException {
        // What the process itself reads the first time is no reading of the table.
        Table small = lake.createTable("small", Frames.schema());
        small.append(Frames.records(8));
        small.addFeatures(weatherLength(1));
        small.backfill("weather_length").run();
        Table frames = lake.createTable("frames", Frames.schema());
        for (int i = 0; i < APPENDS; i++) {
            long from = (long) i * ROWS / APPENDS;
            frames.append(LongStream.range(from, from + ROWS / APPENDS).mapToObj(Frames::frame));
        }
        frames.createIndex(Index.btree("timestamp"));
        frames.createIndex(Index.fullText("weather"));
        frames.addFeatures(weatherLength(1));
        Report report = Report.begin("A column of " + whole(ROWS) + " rows beside "
                + whole(size(folder.resolve("frames.lance"))) + " bytes of frames");
        report.header(
                "what",
                "written",
                "of them data files",
                "raw bytes of the column",
                "read",
                "rows of indexes that are not covered");
        measure(folder, frames, report, "first backfill");
        frames.alterFeature("weather_length", weatherLength(2));
        measure(folder, frames, report, "backfill of another version");
    }

    private static void measure(Path folder, Table frames, Report report, String what) throws IOException {
        Map<String, Long> before = files(folder);
        long read = read();
        frames.backfill("weather_length").run();
        read = read() - read;
        Map<String, Long> written = files(folder);
        written.keySet().removeAll(before.keySet());
        report.row(
                what,
                whole(sum(written, "")),
                whole(sum(written, "frames.lance/data/")),
                whole((long) ROWS * Integer.BYTES),
                whole(read),
                whole(frames.indexes().stream()
                        .mapToLong(IndexStatus::rowsUnindexed)
                        .sum()));
    }

    private static void columns(Path folder, Lake lake) throws IOException {
        Table frames = lake.createTable("captions", Frames.schema());
        frames.append(Frames.records(SQL_ROWS));
        Map<String, Long> before = files(folder);
        frames.addColumns(
                Feature.sql("weather_length", "length(weather)"),
                Feature.sql("ratio", "CAST(timestamp AS DOUBLE) / CAST(persons + 1 AS DOUBLE)"),
                Feature.sql("area", "timestamp * persons"));
        Map<String, Long> written = files(folder);
        written.keySet().removeAll(before.keySet());
        Report report = Report.begin("Three columns in SQL, " + whole(SQL_ROWS) + " rows");
        report.header("new data files", "their bytes");
        report.row(
                whole(written.keySet().stream()
                        .filter(file -> file.startsWith("captions.lance/data/"))
                        .count()),
                whole(sum(written, "captions.lance/data/")));
    }

    private static String whole(long number) {
        return Report.whole((double) number);
    }

    private static long sum(Map<String, Long> files, String start) {
        return files.entrySet().stream()
                .filter(file -> file.getKey().startsWith(start))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static long size(Path folder) throws IOException {
        return sum(files(folder), "");
    }

    /** Names with times: a file that was written again is another one. */
    private static Map<String, Long> files(Path folder) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = String.format(
                        Locale.ROOT,
                        "%s %d",
                        folder.relativize(file),
                        Files.getLastModifiedTime(file).toMillis());
                sizes.put(name, Files.size(file));
            }
        }
        return sizes;
    }

    /** Bytes that this process asked the system for, from its cache or not. */
    private static long read() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/io"));
        return lines.stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this system does not say what it reads"));
    }
}
