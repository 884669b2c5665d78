// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.decimal;
import static dev.joust.benchmarks.Report.percent;
import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.feature.Feature;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import dev.joust.vision.ImageDecoder;
import dev.joust.vision.ImageFeatures;
import dev.joust.vision.LumaPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Features of images: against threads that only decode, and several in one backfill against each alone.
 *
 * <p>The decoding is that of the luma of all pixels, the cheapest that the hash needs: its cells are means over every
 * pixel, so a scaled decoding would give other hashes.
 */
final class Images {
    private static final int FRAMES = 40;
    private static final int ROWS = 1_280;
    private static final int FRAGMENTS = 4;
    private static final int ROUNDS = 7;
    private static final List<String> FEATURES = List.of("dhash", "brightness", "edges");

    private Images() {}

    static void run(Path folder) throws Exception {
        SyntheticDataset.in(folder.resolve("frames")).frames(FRAMES).write();
        List<byte[]> frames = read(folder.resolve("frames"));
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            Table table = lake.createTable(
                    "t",
                    TableSchema.builder()
                            .required("id", Types.INT64)
                            .column(ImageFeatures.IMAGE_COLUMN, Types.LARGE_BINARY)
                            .build());
            for (int part = 0; part < FRAGMENTS; part++) {
                int from = part * ROWS / FRAGMENTS;
                table.appendRows(IntStream.range(from, from + ROWS / FRAGMENTS)
                        .<Map<String, Object>>mapToObj(
                                i -> Map.of("id", (long) i, ImageFeatures.IMAGE_COLUMN, frames.get(i % FRAMES)))
                        .toList());
            }
            table.addFeatures(ImageFeatures.dhash(), brightness(), edges());
            report(table, frames);
        }
    }

    private static void report(Table table, List<byte[]> frames) throws Exception {
        Turns turns = new Turns()
                .with("decode", () -> decoded(frames))
                .with("dhash", () -> recomputed(table, "dhash"))
                .with("brightness", () -> recomputed(table, "brightness"))
                .with("edges", () -> recomputed(table, "edges"))
                .with("all", () -> recomputed(table, FEATURES.toArray(String[]::new)))
                .run(2, ROUNDS);
        Report report = Report.begin("The hash of " + whole(ROWS) + " JPEG frames of 1280x720, on all cores");
        report.header("what", "frames/s", "of decoding alone");
        report.row("decode the luma", rate(turns, "decode"), "100%");
        report.row("backfill of `dhash`", rate(turns, "dhash"), percent(turns.speed("dhash", "decode")));
        double slowest = FEATURES.stream().mapToDouble(turns::seconds).max().orElseThrow();
        double sum = FEATURES.stream().mapToDouble(turns::seconds).sum();
        report = Report.begin("Three features of an image in one backfill");
        report.header("what", "seconds", "times the slowest alone");
        for (String feature : FEATURES) {
            report.row("`" + feature + "` alone", decimal(turns.seconds(feature)), "");
        }
        report.row("one after the other", decimal(sum), decimal(sum / slowest));
        report.row("in one backfill", decimal(turns.seconds("all")), decimal(turns.seconds("all") / slowest));
    }

    private static String rate(Turns turns, String way) {
        return whole(ROWS / turns.seconds(way));
    }

    private static long recomputed(Table table, String... features) {
        return table.backfill(features).recompute().run().rowsComputed();
    }

    private static long decoded(List<byte[]> frames) throws Exception {
        ImageDecoder decoder = new ImageDecoder();
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> parts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                parts.add(pool.submit(() -> {
                    long pixels = 0;
                    for (int row = first; row < ROWS; row += threads) {
                        pixels += decoder.luma(frames.get(row % FRAMES)).samples().length;
                    }
                    return pixels;
                }));
            }
            long pixels = 0;
            for (Future<Long> part : parts) {
                pixels += part.get();
            }
            return pixels;
        } finally {
            pool.shutdown();
        }
    }

    // region decoded
    private static Feature brightness() {
        return Feature.of("brightness", Types.FLOAT64)
                .version(1)
                .from(ImageFeatures.IMAGE_COLUMN, ImageFeatures.LUMA)
                .map(Images::mean);
    }
    // endregion

    private static double mean(LumaPlane plane) {
        long sum = 0;
        for (byte sample : plane.samples()) {
            sum += sample & 0xFF;
        }
        return sum / (double) plane.samples().length;
    }

    private static Feature edges() {
        return Feature.of("edges", Types.FLOAT64)
                .version(1)
                .from(ImageFeatures.IMAGE_COLUMN, ImageFeatures.LUMA)
                .map(Images::meanStep);
    }

    private static double meanStep(LumaPlane plane) {
        byte[] samples = plane.samples();
        long sum = 0;
        for (int i = 1; i < samples.length; i++) {
            sum += Math.abs((samples[i] & 0xFF) - (samples[i - 1] & 0xFF));
        }
        return sum / (double) samples.length;
    }

    static List<byte[]> read(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<byte[]> read = new ArrayList<>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".jpg")).sorted().toList()) {
                read.add(Files.readAllBytes(file));
            }
            return List.copyOf(read);
        }
    }
}
