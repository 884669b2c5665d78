// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.decimal;
import static dev.joust.benchmarks.Report.percent;
import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.LakeOptions;
import dev.joust.Table;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.internal.arrow.Allocators;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderBuilder;
import dev.joust.loader.LoaderStatistics;
import dev.joust.loader.Normalization;
import dev.joust.loader.RowOrder;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import dev.joust.vision.ImagePixels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.Dataset;

/**
 * Loaders of training data: bytes against bare takes of the same ids on as many threads, decoded images against threads
 * that only decode, mixed rows against rows in order, and what a consumer waits that is slower than its loader.
 *
 * <p>Joust's times include opening the loader, which reads the ids of all rows and mixes them. Files come from the
 * operating system's cache. Not measured: object stores.
 */
final class Loaders {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();
    private static final int FRAMES = 8_192;
    private static final int TAKEN = 1_024;
    private static final long SEED = 42;
    private static final List<String> COLUMNS = List.of("image_id", "image_bytes");

    private static final int DRAWN = 40;
    private static final int IMAGES = 640;
    /** Of 640x360 pixels as float32, 44 MB. */
    private static final int IMAGE_ROWS = 16;

    private static final int BATCH_ROWS = 64;
    private static final int CLUMP_ROWS = 16;
    private static final String ID = "id";
    private static final String IMAGE = "image";

    private Loaders() {}

    static void run(Path folder) throws Exception {
        Path root = folder.resolve("loaders");
        LakeOptions unsynced = LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED);
        try (BufferAllocator allocator = Allocators.child("loaders");
                Lake lake = Joust.open(root.toString(), unsynced)) {
            Table frames = lake.createTable("frames", Frames.schema());
            for (int from = 0; from < FRAMES; from += 1_024) {
                frames.append(LongStream.range(from, from + 1_024).mapToObj(Frames::frame));
            }
            try (Dataset bare = Dataset.open()
                    .allocator(allocator)
                    .uri(root.resolve("frames.lance").toString())
                    .build()) {
                bytes(frames, bare);
            }
            SyntheticDataset.in(folder.resolve("drawn")).frames(DRAWN).write();
            List<byte[]> drawn = Images.read(folder.resolve("drawn"));
            Table images = images(lake, drawn);
            decoded(images, drawn);
            orders(images);
            waits(images);
        }
        ImageEncodings.delete(root);
    }

    private static Table images(Lake lake, List<byte[]> drawn) {
        Table table = lake.createTable(
                "images",
                TableSchema.builder()
                        .required(ID, Types.INT64)
                        .column(IMAGE, Types.LARGE_BINARY)
                        .build());
        table.appendRows(IntStream.range(0, IMAGES)
                .<Map<String, Object>>mapToObj(i -> Map.of(ID, (long) i, IMAGE, drawn.get(i % DRAWN)))
                .toList());
        return table;
    }

    private static void bytes(Table frames, Dataset bare) throws Exception {
        long[] mixed = LongStream.range(0, FRAMES).toArray();
        RowOrder.shuffle(mixed, SEED, 0);
        long[] inOrder = LongStream.range(0, FRAMES).toArray();
        long bytes = taken(bare, mixed);
        Turns turns = new Turns()
                .with("bare", () -> taken(bare, mixed))
                .with("bare in order", () -> taken(bare, inOrder))
                .with("mixed", () -> loaded(frames, bytes, TAKEN, true))
                .with("in order", () -> loaded(frames, bytes, TAKEN, false))
                .with("mixed by 64", () -> loaded(frames, bytes, BATCH_ROWS, true))
                .with("in order by 64", () -> loaded(frames, bytes, BATCH_ROWS, false))
                .with("clumps by 64", () -> clumps(frames))
                .run(2, 11);
        Report report = Report.begin(whole(FRAMES) + " frames of 60 to 100 KB as Arrow, " + THREADS + " threads");
        report.header("what", "frames/s", "of bare takes", "of rows in order");
        report.row("bare takes of 1,024 ids, mixed", rate(turns, "bare", FRAMES), "100%", "");
        report.row(
                "loader, batches of 1,024, mixed",
                rate(turns, "mixed", FRAMES),
                percent(turns.speed("mixed", "bare")),
                percent(turns.speed("mixed", "in order")));
        report.row(
                "loader, batches of 1,024, in order",
                rate(turns, "in order", FRAMES),
                percent(turns.speed("in order", "bare in order")) + " of those in order",
                "100%");
        report.row(
                "loader, batches of 64, mixed",
                rate(turns, "mixed by 64", FRAMES),
                "",
                percent(turns.speed("mixed by 64", "in order by 64")));
        report.row(
                "loader, batches of 64, clumps of 16 mixed",
                rate(turns, "clumps by 64", FRAMES),
                "",
                percent(turns.speed("clumps by 64", "in order by 64")));
        report.row("loader, batches of 64, in order", rate(turns, "in order by 64", FRAMES), "", "100%");
    }

    private static long taken(Dataset bare, long[] ids) throws Exception {
        List<Callable<Long>> takes = new ArrayList<>();
        for (int from = 0; from < ids.length; from += TAKEN) {
            List<Long> some = Arrays.stream(ids, from, from + TAKEN).boxed().toList();
            takes.add(() -> BareLance.take(bare, some, COLUMNS));
        }
        return onAllThreads(takes);
    }

    private static long loaded(Table frames, long bytes, int batchRows, boolean isMixed) {
        LoaderBuilder builder = frames.loader()
                .columns(COLUMNS.toArray(String[]::new))
                .batchRows(batchRows)
                .threads(THREADS);
        try (Loader<Batch> loader = (isMixed ? builder.shuffle(SEED) : builder).open()) {
            LoaderStatistics statistics = drain(loader);
            // Rows that are read in other pieces differ by some bytes for their offsets.
            if (Math.abs(statistics.bytes() - bytes) > bytes / 100) {
                throw new IllegalStateException(bytes + " bytes bare, " + statistics.bytes() + " through Joust");
            }
            return statistics.rows();
        }
    }

    private static long clumps(Table frames) {
        return drained(frames.permutation()
                .shuffle(SEED, CLUMP_ROWS)
                .build()
                .split("all")
                .select(COLUMNS.toArray(String[]::new))
                .loader()
                .batchRows(BATCH_ROWS)
                .threads(THREADS));
    }

    private static LoaderStatistics drain(Loader<Batch> loader) {
        while (loader.hasNext()) {
            loader.next().close();
        }
        return loader.statistics();
    }

    private static long onAllThreads(List<Callable<Long>> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            long sum = 0;
            for (Future<Long> part : pool.invokeAll(work)) {
                sum += part.get();
            }
            return sum;
        } finally {
            pool.shutdown();
        }
    }

    private static void decoded(Table images, List<byte[]> drawn) throws Exception {
        Report report = Report.begin(whole(IMAGES) + " JPEG frames of 1280x720 as pixels, " + THREADS + " threads");
        report.header("pixels", "decoding alone, frames/s", "loader, uint8", "in order", "flipped, float32");
        Map<String, ImagePixels> sizes = new LinkedHashMap<>();
        sizes.put("640x360", ImagePixels.rgb(640, 360));
        sizes.put("640x360, exact", ImagePixels.rgb(640, 360).exact());
        sizes.put("224x224", ImagePixels.rgb(224, 224));
        sizes.put("224x224, exact", ImagePixels.rgb(224, 224).exact());
        for (Map.Entry<String, ImagePixels> size : sizes.entrySet()) {
            ImagePixels decoder = size.getValue();
            Turns turns = new Turns()
                    .with("decode", () -> decodedAlone(drawn, decoder))
                    .with("uint8", () -> drained(pixels(images, decoder, true)))
                    .with("in order", () -> drained(pixels(images, decoder, false)))
                    .with(
                            "float32",
                            () -> drained(pixels(images, decoder, true)
                                    .flip(0.5, SEED)
                                    .normalize(Normalization.IMAGENET)))
                    .run(1, 7);
            report.row(
                    size.getKey(),
                    rate(turns, "decode", IMAGES),
                    rate(turns, "uint8", IMAGES) + ", " + percent(turns.speed("uint8", "decode")),
                    rate(turns, "in order", IMAGES) + ", mixed has " + percent(turns.speed("uint8", "in order"))
                            + " of that",
                    rate(turns, "float32", IMAGES) + ", " + percent(turns.speed("float32", "decode")));
        }
    }

    private static LoaderBuilder pixels(Table images, ImagePixels decoder, boolean isMixed) {
        LoaderBuilder builder =
                images.loader().columns(ID).decode(IMAGE, decoder).batchRows(IMAGE_ROWS);
        return isMixed ? builder.shuffle(SEED) : builder;
    }

    private static long drained(LoaderBuilder builder) {
        try (Loader<Batch> loader = builder.open()) {
            return drain(loader).rows();
        }
    }

    private static long decodedAlone(List<byte[]> drawn, ImagePixels decoder) throws Exception {
        List<Callable<Long>> parts = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            parts.add(() -> {
                byte[] pixels = new byte[decoder.bytes()];
                long count = 0;
                for (int row = first; row < IMAGES; row += THREADS) {
                    decoder.decode(drawn.get(row % DRAWN), pixels, 0);
                    count++;
                }
                return count;
            });
        }
        return onAllThreads(parts);
    }

    private static void orders(Table images) {
        Report report = Report.begin("The order of the rows that were delivered");
        report.header("threads", "SHA-256 of their ids");
        for (int threads : new int[] {1, 2, 8}) {
            try (Loader<Batch> loader = pixels(images, ImagePixels.rgb(64, 36), true)
                    .threads(threads)
                    .prefetch(8)
                    .open()) {
                LongStream.Builder ids = LongStream.builder();
                while (loader.hasNext()) {
                    try (Batch batch = loader.next()) {
                        LongStream.of(batch.rowIds()).forEach(ids::add);
                    }
                }
                report.row(whole(threads), RowOrder.hash(ids.build().toArray()));
            }
        }
    }

    /** A consumer that takes twice as long for a batch as the loader. */
    private static void waits(Table images) throws Exception {
        double perBatch;
        try (Loader<Batch> loader =
                pixels(images, ImagePixels.rgb(640, 360), true).open()) {
            perBatch = drain(loader).seconds() * IMAGE_ROWS / IMAGES;
        }
        try (Loader<Batch> loader =
                pixels(images, ImagePixels.rgb(640, 360), true).open()) {
            while (loader.hasNext()) {
                loader.next().close();
                TimeUnit.NANOSECONDS.sleep((long) (2e9 * perBatch));
            }
            LoaderStatistics statistics = loader.statistics();
            Report report = Report.begin("A consumer that takes twice as long as its loader");
            report.header("seconds", "waiting for the first batch", "waiting for all others", "the loader idle");
            report.row(
                    decimal(statistics.seconds()),
                    Report.millis(statistics.firstWaitSeconds()),
                    Report.millis(statistics.waitSeconds() - statistics.firstWaitSeconds()),
                    decimal(statistics.idleSeconds()) + " s");
        }
    }

    private static String rate(Turns turns, String way, int rows) {
        return whole(rows / turns.seconds(way));
    }
}
