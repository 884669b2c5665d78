// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.decimal;
import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.LakeOptions;
import dev.joust.Table;
import dev.joust.permutation.Permutation;
import dev.joust.permutation.SplitSizes;
import dev.joust.permutation.Splits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Time and peak memory of a process that makes a permutation of ten million rows, by chance or by hash, and stores it:
 * less than 1 GB. Linux only, as {@link Ingest} is.
 */
final class Permutations {
    private static final long ROWS = 10_000_000;
    private static final int CLIP_ROWS = 100;
    private static final int APPENDS = 10;

    /** A row. */
    record Frame(long id, long clip) {}

    private Permutations() {}

    static void run(Path folder) throws Exception {
        Report report = Report.begin("Permutations of 10,000,000 rows, with -Xmx512m");
        report.header("split", "made in", "stored in", "opened in", "peak resident memory");
        Path lake = folder.resolve("permutations");
        try (Lake filled = Joust.open(lake.toString(), LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED))) {
            Table table = filled.createTable("frames", Frame.class);
            for (long part = 0; part < APPENDS; part++) {
                table.append(LongStream.range(part * ROWS / APPENDS, (part + 1) * ROWS / APPENDS)
                        .mapToObj(i -> new Frame(i, i / CLIP_ROWS)));
            }
        }
        for (String kind : List.of("random", "hash")) {
            String[] cells = Ingest.child("permutations-child", lake, kind, Map.of());
            report.row(
                    kind.equals("random") ? "by chance" : "by hash of a column",
                    cells[0] + " s",
                    cells[1] + " s",
                    cells[2] + " s",
                    "**" + cells[3] + " MB**");
        }
        ImageEncodings.delete(lake);
    }

    /** The process that is measured: prints its seconds and its peak in megabytes. */
    static void child(Path folder, String kind) throws Exception {
        try (Lake lake = Joust.open(folder)) {
            SplitSizes sizes = SplitSizes.share("train", 0.9).share("val", 0.1);
            Splits splits = kind.equals("random")
                    ? Splits.random(7, sizes)
                    : Splits.byHash("clip").weight("train", 9).weight("val", 1);
            long start = System.nanoTime();
            Permutation made = lake.openTable("frames")
                    .permutation()
                    .split(splits)
                    .shuffle(7)
                    .build();
            long built = System.nanoTime();
            made.saveAs(kind);
            long stored = System.nanoTime();
            Permutation opened = lake.openPermutation(kind);
            long end = System.nanoTime();
            if (!opened.orderHash().equals(made.orderHash()) || opened.rows() != ROWS) {
                throw new IllegalStateException("the permutation that was opened is another one");
            }
            System.out.println(seconds(built - start) + "\t" + seconds(stored - built) + "\t" + seconds(end - stored)
                    + "\t" + whole(IngestChild.peakKibibytes() * 1024 / 1e6));
        }
    }

    private static String seconds(long nanos) {
        return decimal(nanos / 1e9);
    }
}
