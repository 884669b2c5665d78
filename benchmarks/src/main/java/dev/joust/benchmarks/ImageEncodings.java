// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.whole;

import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.schema.RecordType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.ipc.ScanOptions;

/**
 * Which file format and which encoding suit a column of JPEG files: writing, random reads, scans and size of 2,000 rows
 * with bare lance-core.
 *
 * <p>Files are read from the operating system's cache: the figures are what decoding and copying cost, not the disk.
 * Nothing is synced. Not measured: object stores, images larger than 100 KB, many threads.
 */
final class ImageEncodings {
    private static final int ROWS = 2_000;
    private static final String IMAGE = "image_bytes";
    private static final Map<String, String> NONE = Map.of("lance-encoding:compression", "none");
    private static final Map<String, String> BLOB = Map.of("lance-encoding:blob", "true");

    /** One way to store the images. */
    private record Variant(String format, String encoding, Map<String, String> metadata) {
        String name() {
            return format + " " + encoding;
        }

        boolean isBlob() {
            return metadata.equals(BLOB);
        }

        Schema schema(Schema plain) {
            return new Schema(plain.getFields().stream()
                    .map(field -> field.getName().equals(IMAGE)
                            ? new Field(IMAGE, new FieldType(field.isNullable(), field.getType(), null, metadata), null)
                            : field)
                    .toList());
        }
    }

    private static final List<Variant> VARIANTS = List.of(
            new Variant("2.0", "default", Map.of()),
            new Variant("2.0", "blob", BLOB),
            new Variant("2.1", "default", Map.of()),
            new Variant("2.1", "compression=none", NONE),
            new Variant("2.1", "fullzip", Map.of("lance-encoding:structural-encoding", "fullzip")),
            new Variant(
                    "2.1",
                    "fullzip, compression=none",
                    Map.of("lance-encoding:structural-encoding", "fullzip", "lance-encoding:compression", "none")),
            new Variant("2.1", "blob", BLOB),
            new Variant("2.2", "default", Map.of()),
            new Variant("2.2", "compression=none", NONE),
            new Variant("2.2", "blob", BLOB));

    private final Path folder;
    private final BufferAllocator allocator;
    private final KeptBatches batches;
    private final Map<Variant, Path> paths = new LinkedHashMap<>();

    private ImageEncodings(Path folder, BufferAllocator allocator, KeptBatches batches) {
        this.folder = folder;
        this.allocator = allocator;
        this.batches = batches;
    }

    static void run(Path folder) throws Exception {
        try (BufferAllocator allocator = Allocators.child("image encodings");
                KeptBatches batches = new KeptBatches(
                        allocator,
                        RowBatchReader.ofRecords(
                                Frames.records(ROWS).iterator(),
                                RecordType.of(Frames.Frame.class),
                                Frames.schema(),
                                new BatchLimits(256, 32L << 20),
                                allocator))) {
            new ImageEncodings(folder, allocator, batches).measure();
        }
    }

    private void measure() throws Exception {
        List<Variant> working = new ArrayList<>();
        for (Variant variant : VARIANTS) {
            try {
                write(variant);
                working.add(variant);
            } catch (RuntimeException e) {
                System.err.println(variant.name() + " cannot be written: " + e.getMessage());
            }
        }
        Turns writes = new Turns();
        working.forEach(variant -> writes.with(variant.name(), () -> write(variant)));
        writes.run(0, 5);
        Map<Variant, Dataset> datasets = new LinkedHashMap<>();
        try {
            for (Variant variant : working) {
                datasets.put(
                        variant,
                        Dataset.open()
                                .allocator(allocator)
                                .uri(path(variant).toString())
                                .build());
            }
            report(writes, datasets);
        } finally {
            datasets.values().forEach(Dataset::close);
        }
    }

    private long write(Variant variant) throws Exception {
        Path path = folder.resolve(variant.name().replaceAll("[^a-z0-9.]+", "-") + "-" + System.nanoTime());
        Path old = paths.put(variant, path);
        if (old != null) {
            delete(old);
        }
        Schema schema = variant.schema(batches.schema());
        BareLance.create(allocator, path, schema, variant.format()).close();
        BareLance.append(allocator, path, batches.reader(schema), variant.format());
        return ROWS;
    }

    private void report(Turns writes, Map<Variant, Dataset> datasets) throws Exception {
        Turns one = takes(datasets, 1, 40);
        Turns some = takes(datasets, 64, 4);
        Turns many = takes(datasets, 256, 1);
        Turns scans = scans(datasets, IMAGE);
        Turns others = scans(datasets, "weather");
        Report report = Report.begin("Encoding of image bytes");
        report.header(
                "format, encoding",
                "write MB/s",
                "size",
                "take 1, rows/s",
                "take 64, rows/s",
                "take 256, rows/s",
                "scan images MB/s",
                "scan another column",
                "filter on it",
                "SQL over it");
        double bytes = batches.bytes();
        for (Map.Entry<Variant, Dataset> entry : datasets.entrySet()) {
            Variant variant = entry.getKey();
            String name = variant.name();
            report.row(
                    name,
                    whole(bytes / 1e6 / writes.seconds(name)),
                    String.format(Locale.ROOT, "%.1f%%", size(path(variant)) / bytes * 100),
                    whole(40 / one.seconds(name)),
                    whole(256 / some.seconds(name)),
                    whole(256 / many.seconds(name)),
                    variant.isBlob() ? "positions only" : whole(bytes / 1e6 / scans.seconds(name)),
                    Report.millis(others.seconds(name)),
                    outcome(() -> entry.getValue().countRows("image_bytes IS NOT NULL")),
                    outcome(() -> sql(entry.getValue())));
        }
    }

    private static long sql(Dataset dataset) throws Exception {
        try (var reader = dataset.sql("SELECT count(image_bytes) AS n, min(image_bytes) AS first FROM t")
                .tableName("t")
                .intoBatchRecords()) {
            return BareLance.drain(reader);
        }
    }

    private static String outcome(Turns.Work work) {
        try {
            work.run();
            return "yes";
        } catch (Exception e) {
            return "no";
        }
    }

    private static Turns takes(Map<Variant, Dataset> datasets, int rows, int times) throws Exception {
        Turns turns = new Turns();
        datasets.forEach((variant, dataset) -> turns.with(variant.name(), () -> {
            Random random = new Random(rows);
            long bytes = 0;
            for (int i = 0; i < times; i++) {
                List<Long> ids = random.longs(rows, 0, ROWS).boxed().toList();
                bytes += variant.isBlob()
                        ? BareLance.takeBlobs(dataset, ids, IMAGE)
                        : BareLance.take(dataset, ids, List.of(IMAGE));
            }
            return bytes;
        }));
        return turns.run(2, 9);
    }

    private static Turns scans(Map<Variant, Dataset> datasets, String column) throws Exception {
        Turns turns = new Turns();
        datasets.forEach((variant, dataset) -> turns.with(variant.name(), () -> {
            BareLance.scan(
                    dataset,
                    new ScanOptions.Builder()
                            .columns(List.of(column))
                            .batchSize(256)
                            .build());
            return ROWS;
        }));
        return turns.run(1, 7);
    }

    private Path path(Variant variant) {
        Path path = paths.get(variant);
        if (path == null) {
            throw new IllegalStateException(variant.name() + " was not written");
        }
        return path;
    }

    private static double size(Path path) throws Exception {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    static void delete(Path path) throws Exception {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(path)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
