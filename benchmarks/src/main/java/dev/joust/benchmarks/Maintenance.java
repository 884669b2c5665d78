// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.millis;
import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.OptimizeResult;
import dev.joust.Table;
import dev.joust.index.Index;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;

/** What thousands of small appends cost a table, before and after {@code optimize}. */
final class Maintenance {
    private static final int APPENDS = 5_000;
    private static final int ROWS = 10;
    private static final int ROUNDS = 9;

    private final Map<String, List<String>> figures = new LinkedHashMap<>();
    private final Path folder;

    private Maintenance(Path folder) {
        this.folder = folder;
    }

    static void run(Path folder) throws Exception {
        new Maintenance(folder.resolve("maintenance")).measure();
    }

    private void measure() throws Exception {
        double[] appends = new double[APPENDS];
        OptimizeResult optimized;
        double optimizing;
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.createTable(
                    "frames",
                    TableSchema.builder()
                            .required("id", Types.INT64)
                            .column("clip", Types.STRING)
                            .column("caption", Types.STRING)
                            .build());
            for (int i = 0; i < APPENDS; i++) {
                long begun = System.nanoTime();
                table.appendRows(rows((long) i * ROWS));
                appends[i] = seconds(begun);
                if (i == 0) {
                    table.createIndex(Index.btree("id"));
                }
            }
        }
        double appending = Arrays.stream(appends).sum();
        look();
        try (Lake lake = Joust.open(folder)) {
            long start = System.nanoTime();
            optimized = lake.openTable("frames").optimize(Duration.ZERO);
            optimizing = seconds(start);
        }
        look();
        print(appends, appending, optimized, optimizing);
        ImageEncodings.delete(folder);
    }

    private static List<Map<String, Object>> rows(long from) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long id = from; id < from + ROWS; id++) {
            rows.add(Map.of("id", id, "clip", "clip-" + id / 1_000, "caption", "a person rides along street " + id));
        }
        return rows;
    }

    /** Takes the figures of the table as it is, each operation by a lake that has just been opened. */
    private void look() throws Exception {
        Path place = folder.resolve("frames.lance");
        figure("bytes on disk", whole((double) bytes(place)));
        figure("files", whole((double) files(place)));
        figure("bytes of the newest manifest", whole((double) newestManifest(place)));
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.openTable("frames");
            figure("versions", whole(table.versions().size()));
        }
        time("open the table and count its rows", Table::count);
        time("scan all rows", Maintenance::scan);
        time("filter without an index", table -> table.count("clip = 'clip-7'"));
        time("find a row by the B-tree", table -> table.count("id = 31415"));
        time("append 10 rows", table -> {
            table.appendRows(rows(APPENDS * ROWS));
            return ROWS;
        });
    }

    private static long scan(Table table) {
        long rows = 0;
        try (ArrowReader reader = table.query().arrow()) {
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** What is done with a table that was opened a moment ago. */
    private interface Work {
        long run(Table table);
    }

    private void time(String what, Work work) {
        double[] times = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            try (Lake lake = Joust.open(folder)) {
                long start = System.nanoTime();
                work.run(lake.openTable("frames"));
                times[round] = seconds(start);
            }
        }
        Arrays.sort(times);
        figure(what, millis(times[ROUNDS / 2]));
    }

    private void figure(String what, String value) {
        figures.computeIfAbsent(what, w -> new ArrayList<>()).add(value);
    }

    private void print(double[] appends, double appending, OptimizeResult optimized, double optimizing) {
        Report report = Report.begin(whole(APPENDS) + " appends of " + ROWS + " rows, synced");
        report.header("what", "before optimize", "after");
        figures.forEach((what, values) -> report.row(what, values.get(0), values.get(1)));
        Report growth = Report.begin("What an append takes as the table grows, in " + whole(appending) + " s for all");
        growth.header("appends before it", "median of 100");
        for (int from : List.of(0, 1_000, 2_000, 3_000, 4_000, APPENDS - 100)) {
            double[] some = Arrays.copyOfRange(appends, from, from + 100);
            Arrays.sort(some);
            growth.row(whole(from), millis(some[50]));
        }
        Report once = Report.begin("The optimize itself");
        once.header("what", "value");
        once.row("time", millis(optimizing));
        once.row("fragments before", whole(optimized.fragmentsBefore()));
        once.row("fragments after", whole(optimized.fragmentsAfter()));
        once.row("versions removed", whole((double) optimized.versionsRemoved()));
        once.row("bytes reclaimed", whole((double) optimized.bytesReclaimed()));
    }

    private static double seconds(long startNanos) {
        return (double) (System.nanoTime() - startNanos) / 1e9;
    }

    private static long files(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private static long bytes(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static long newestManifest(Path place) throws IOException {
        try (Stream<Path> all = Files.list(place.resolve("_versions"))) {
            return all.filter(file -> file.toString().endsWith(".manifest"))
                    .min(Comparator.comparing(Path::getFileName))
                    .orElseThrow()
                    .toFile()
                    .length();
        }
    }
}
