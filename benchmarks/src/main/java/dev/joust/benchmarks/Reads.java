// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.millis;
import static dev.joust.benchmarks.Report.percent;
import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.internal.arrow.Allocators;
import dev.joust.query.Query;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.ipc.ScanOptions;

/**
 * Queries, counts and takes that return Arrow batches, through {@link Query} and through a bare lance-core handle that
 * is kept open. Joust's times include finding out which version is the newest and checking the whole query.
 *
 * <p>Two tables: 4,000 frames with images in 4 fragments, and 500,000 rows without images. Files come from the
 * operating system's cache. Not measured: indexes, typed records, object stores, several threads.
 */
final class Reads {
    private static final int FRAMES = 4_000;
    private static final int LABELS = 500_000;
    private static final String FILTER = "persons >= 9 AND weather = 'rainy'";
    private static final List<String> SMALL = List.of("image_id", "weather", "persons");
    /** The first lines of a run warm up what all of them call: some ten thousand calls on each side. */
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(20);

    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final String BARE = "bare";
    private static final String OURS = "ours";

    /** One table from both sides. */
    private record Sides(Dataset bare, Query ours) {}

    private final Report report;
    private boolean isFirst = true;

    private Reads(Report report) {
        this.report = report;
    }

    static void run(Path folder) throws Exception {
        Path root = folder.resolve("reads");
        try (BufferAllocator allocator = Allocators.child("reads");
                Lake lake = Joust.open(root)) {
            Table frames = lake.createTable("frames", Frames.schema());
            for (int part = 0; part < 4; part++) {
                long from = (long) part * FRAMES / 4;
                frames.append(LongStream.range(from, from + FRAMES / 4).mapToObj(Frames::frame));
            }
            Table labels = lake.createTable("labels", Frames.schema().without(List.of("image_bytes")));
            Iterable<Map<String, Object>> rows = () -> labels().iterator();
            labels.appendRows(rows);
            Report report = Report.begin("Queries and takes, as Arrow batches");
            report.header("table", "what", "bare lance-core", "Joust", "speed of bare lance-core");
            for (Table ours : List.of(frames, labels)) {
                String uri = root.resolve(ours.name() + ".lance").toString();
                try (Dataset bare = Dataset.open().allocator(allocator).uri(uri).build()) {
                    new Reads(report).measure(ours.name(), new Sides(bare, ours.query()));
                }
            }
        }
        ImageEncodings.delete(root);
    }

    /** The rows of the small table; the maps are made as they are asked for. */
    private static Stream<Map<String, Object>> labels() {
        return LongStream.range(0, LABELS)
                .mapToObj(number -> Map.<String, Object>of(
                        "image_id",
                        "frame-" + number,
                        "split",
                        "train",
                        "weather",
                        number % 7 == 0 ? "rainy" : "clear",
                        "persons",
                        (int) (number % 11),
                        "timestamp",
                        number * 100));
    }

    private void measure(String table, Sides sides) throws Exception {
        int rows = table.equals("frames") ? FRAMES : LABELS;
        boolean large = rows == LABELS;
        List<String> columns = large ? SMALL : List.of("image_id", "image_bytes");
        take(table, sides, 1, columns, rows);
        count(table, sides, large);
        scan(table, sides, FILTER, large ? 5 : 20);
        scan(table, sides, "image_id = 'frame-77777'", large ? 5 : 20);
        take(table, sides, 64, columns, rows);
        take(table, sides, 256, columns, rows);
        if (!large) {
            take(table, sides, 256, SMALL, rows);
            images(table, sides);
        }
    }

    private void count(String table, Sides sides, boolean large) throws Exception {
        line(table, "count all rows", 100, sides.bare::countRows, sides.ours::count);
        Query filtered = sides.ours.where(FILTER);
        line(table, "count where " + FILTER, large ? 5 : 20, () -> sides.bare.countRows(FILTER), filtered::count);
    }

    private void scan(String table, Sides sides, String filter, int times) throws Exception {
        Query query = sides.ours.where(filter).select(SMALL.toArray(String[]::new));
        line(
                table,
                "3 columns where " + filter,
                times,
                () -> BareLance.scan(
                        sides.bare,
                        new ScanOptions.Builder().columns(SMALL).filter(filter).build()),
                () -> drain(query));
    }

    private void images(String table, Sides sides) throws Exception {
        List<String> columns = List.of("image_bytes");
        Query query = sides.ours.select("image_bytes");
        line(
                table,
                "all images",
                1,
                () -> BareLance.scan(
                        sides.bare, new ScanOptions.Builder().columns(columns).build()),
                () -> drain(query));
    }

    private void take(String table, Sides sides, int size, List<String> columns, int rows) throws Exception {
        int times = Math.max(1, 64 / size);
        List<List<Long>> ids = new ArrayList<>();
        Random random = new Random(size);
        for (int i = 0; i < times; i++) {
            ids.add(random.longs(size, 0, rows).boxed().toList());
        }
        Query query = sides.ours.select(columns.toArray(String[]::new));
        line(
                table,
                "take " + whole(size) + " of " + String.join(", ", columns),
                1,
                times,
                () -> {
                    long bytes = 0;
                    for (List<Long> some : ids) {
                        bytes += BareLance.take(sides.bare, some, columns);
                    }
                    return bytes;
                },
                () -> {
                    long bytes = 0;
                    for (List<Long> some : ids) {
                        bytes += drain(query.rowIds(some));
                    }
                    return bytes;
                });
    }

    private void line(String table, String what, int times, Turns.Work bare, Turns.Work ours) throws Exception {
        line(table, what, times, times, bare, ours);
    }

    /** Runs each side so many times in a turn, and divides its time by what one turn has done. */
    private void line(String table, String what, int times, int perTurn, Turns.Work bare, Turns.Work ours)
            throws Exception {
        Turns turns = new Turns()
                .with(BARE, repeated(times, bare))
                .with(OURS, repeated(times, ours))
                .run(isFirst ? FIRST_WARM_UP : WARM_UP, 21);
        isFirst = false;
        requireEqual(what, turns);
        report.row(
                table,
                what,
                millis(turns.seconds(BARE) / perTurn),
                millis(turns.seconds(OURS) / perTurn),
                percent(turns.speed(OURS, BARE)));
    }

    /** Batches that are cut otherwise differ by some bytes for their offsets. */
    private static void requireEqual(String what, Turns turns) {
        long bare = turns.result(BARE);
        long ours = turns.result(OURS);
        if (Math.abs(bare - ours) > bare / 100) {
            throw new IllegalStateException(what + ": " + bare + " bytes or rows bare, " + ours + " through Joust");
        }
    }

    private static Turns.Work repeated(int times, Turns.Work work) {
        return () -> {
            long result = 0;
            for (int i = 0; i < times; i++) {
                result += work.run();
            }
            return result;
        };
    }

    private static long drain(Query query) throws Exception {
        try (ArrowReader reader = query.arrow()) {
            return BareLance.drain(reader);
        }
    }
}
