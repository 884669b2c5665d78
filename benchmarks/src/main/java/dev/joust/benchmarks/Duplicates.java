// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.decimal;
import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.LakeOptions;
import dev.joust.Table;
import dev.joust.feature.Feature;
import dev.joust.index.Index;
import dev.joust.internal.duplicate.HashGroups;
import dev.joust.query.Row;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Near-duplicates by hashes: against an index over vectors of 64 zeros and ones, which is asked for the nearest
 * neighbour of each row, and against comparing every pair.
 */
final class Duplicates {
    private static final int BITS = 5;
    private static final int CLIP_FRAMES = 10;
    private static final int ASKED = 4_000;
    private static final int NEW_ROWS = 1_000;
    private static final int ROUNDS = 10;
    private static final int[] NOTHING = new int[0];

    private Duplicates() {}

    static void run(Path folder) throws Exception {
        DuplicateCopies.run(folder.resolve("images"));
        index(folder.resolve("index"));
        Report report = Report.begin("1,000,000 hashes, in a process of its own with -Xmx512m");
        report.header("what", "seconds, or megabytes");
        String[] cells = Ingest.child("duplicates-child", folder.resolve("million"), "million", Map.of());
        for (int i = 0; i + 1 < cells.length; i += 2) {
            report.row(cells[i], cells[i + 1]);
        }
        ImageEncodings.delete(folder.resolve("million"));
    }

    /** Clips of frames, each up to some bits from the one before, as a slow drive gives them. */
    private static long[] hashes(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            long hash = i % CLIP_FRAMES == 0 ? random.nextLong() : hashes[i - 1];
            for (int flips = random.nextInt(12); flips > 0; flips--) {
                hash ^= 1L << random.nextInt(Long.SIZE);
            }
            hashes[i] = hash;
        }
        return hashes;
    }

    private static Table table(Lake lake, long[] hashes, boolean hasVectors) {
        TableSchema.Builder schema =
                TableSchema.builder().required("image_id", Types.STRING).column("dhash_bits", Types.INT64);
        Table table =
                lake.createTable("t", (hasVectors ? schema.column("dhash", Types.vector(Long.SIZE)) : schema).build());
        int fragment = Math.max(1, hashes.length / 10);
        for (int from = 0; from < hashes.length; from += fragment) {
            append(table, hashes, from, Math.min(hashes.length, from + fragment), hasVectors);
        }
        return table;
    }

    private static void append(Table table, long[] hashes, int from, int to, boolean hasVectors) {
        table.appendRows(new AbstractList<Map<String, Object>>() {
            @Override
            public Map<String, Object> get(int row) {
                int at = from + row;
                String id = String.format(Locale.ROOT, "%08x", at);
                return hasVectors
                        ? Map.of("image_id", id, "dhash_bits", hashes[at], "dhash", vector(hashes[at]))
                        : Map.of("image_id", id, "dhash_bits", hashes[at]);
            }

            @Override
            public int size() {
                return to - from;
            }
        });
    }

    private static float[] vector(long hash) {
        float[] vector = new float[Long.SIZE];
        for (int bit = 0; bit < vector.length; bit++) {
            vector[bit] = hash >>> bit & 1;
        }
        return vector;
    }

    private static BitSet all(int count) {
        BitSet all = new BitSet();
        all.set(0, count);
        return all;
    }

    private static void index(Path folder) throws Exception {
        int count = 100_000;
        long[] hashes = hashes(count, 1);
        try (Lake lake = Joust.open(folder.toString(), LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED))) {
            Table table = table(lake, hashes, true);
            HashGroups.of(BITS, hashes, all(count), NOTHING, 0);
            double grouped = seconds(() -> HashGroups.of(BITS, hashes, all(count), NOTHING, 0));
            table.addFeatures(table.duplicateFeature(
                    Feature.duplicates("dhash_bits", "image_id").within(BITS)));
            double filled = seconds(() -> table.backfill("is_duplicate").run());
            double built = seconds(() -> table.createIndex(Index.ivfFlat("dhash")));
            BitSet flagged = new BitSet();
            double asked = seconds(() -> {
                        for (int i = 0; i < ASKED; i++) {
                            int row = (int) ((long) i * count / ASKED);
                            flagged.set(row, isNear(table, hashes, row));
                        }
                    })
                    * count
                    / ASKED;
            boolean[] near = new boolean[count];
            int[] kept = new int[count];
            double compared = seconds(() -> compare(hashes, near, kept));
            report(table, kept, near, flagged, count, new double[] {grouped, filled, built, asked, compared});
        }
        ImageEncodings.delete(folder);
    }

    private static boolean isNear(Table table, long[] hashes, int row) {
        String id = String.format(Locale.ROOT, "%08x", row);
        for (Row hit : table.search("dhash", vector(hashes[row]))
                .limit(2)
                .select("image_id")
                .rows()) {
            if (!hit.string("image_id").equals(id)) {
                return ((Number) Objects.requireNonNull(hit.value("_distance"))).doubleValue() <= BITS + 0.5;
            }
        }
        return false;
    }

    /** Every pair: whether a row has another one near it, and the group by the definition. */
    private static void compare(long[] hashes, boolean[] near, int[] kept) {
        for (int i = 0; i < hashes.length; i++) {
            int best = i;
            int least = BITS + 1;
            for (int j = 0; j < i; j++) {
                int differing = Long.bitCount(hashes[i] ^ hashes[j]);
                if (differing <= BITS) {
                    near[i] = true;
                    near[j] = true;
                    if (kept[j] == j && differing < least) {
                        least = differing;
                        best = j;
                    }
                }
            }
            kept[i] = best;
        }
    }

    private static void report(Table table, int[] kept, boolean[] near, BitSet flagged, int count, double[] seconds) {
        long wrong = 0;
        long right = 0;
        long missed = 0;
        for (Row row :
                table.query().select("image_id", "is_duplicate", "duplicate_of").rows()) {
            int at = Integer.parseInt(row.string("image_id"), 16);
            boolean isFlagged = row.bool("is_duplicate");
            boolean isSame =
                    isFlagged && kept[at] != at && Integer.parseInt(row.string("duplicate_of"), 16) == kept[at];
            right += isSame ? 1 : 0;
            wrong += isFlagged && !isSame ? 1 : 0;
            missed += !isSame && kept[at] != at ? 1 : 0;
        }
        long indexRight = 0;
        long indexWrong = 0;
        long indexMissed = 0;
        for (int i = 0; i < ASKED; i++) {
            int row = (int) ((long) i * count / ASKED);
            indexRight += flagged.get(row) && near[row] ? 1 : 0;
            indexWrong += flagged.get(row) && !near[row] ? 1 : 0;
            indexMissed += !flagged.get(row) && near[row] ? 1 : 0;
        }
        double byIndex = seconds[2] + seconds[3];
        Report report = Report.begin(whole(count) + " hashes within " + BITS + " bits");
        report.header("way", "seconds", "times faster than the index", "precision", "recall");
        report.row(
                "index on vectors: built in " + decimal(seconds[2]) + " s, each row's nearest neighbour asked ("
                        + whole(ASKED) + " of them measured)",
                decimal(byIndex),
                "1",
                ratio(indexRight, indexRight + indexWrong),
                ratio(indexRight, indexRight + indexMissed));
        report.row("every pair compared, one thread", decimal(seconds[4]), times(byIndex, seconds[4]), "1", "1");
        report.row("bands, hashes in memory", decimal(seconds[0]), times(byIndex, seconds[0]), "", "");
        report.row(
                "bands, as a backfill: read, grouped, written, committed",
                decimal(seconds[1]),
                times(byIndex, seconds[1]),
                ratio(right, right + wrong),
                ratio(right, right + missed));
    }

    private static String times(double index, double own) {
        return whole(index / own);
    }

    private static String ratio(long part, long of) {
        return String.format(Locale.ROOT, "%.4f", of == 0 ? 1 : (double) part / of);
    }

    /** Something that is timed. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** The process that has a million hashes. */
    static void child(Path folder) throws Exception {
        int count = 1_000_000;
        long[] hashes = hashes(count + ROUNDS * NEW_ROWS, 2);
        for (int i = count; i < hashes.length; i++) {
            // Every second round brings copies.
            hashes[i] = (i - count) / NEW_ROWS % 2 == 0 ? hashes[i] : hashes[(int) (i * 7_919L % count)];
        }
        List<Double> fresh = new ArrayList<>();
        List<Double> copies = new ArrayList<>();
        long[] first = Arrays.copyOf(hashes, count);
        StringBuilder line = new StringBuilder();
        try (Lake lake = Joust.open(folder.toString(), LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED))) {
            Table table = table(lake, first, false);
            table.addFeatures(table.duplicateFeature(
                    Feature.duplicates("dhash_bits", "image_id").within(BITS)));
            add(
                    line,
                    "all grouped and filled",
                    seconds(() -> table.backfill("is_duplicate").run()));
            for (int round = 0; round < ROUNDS; round++) {
                int from = count + round * NEW_ROWS;
                append(table, hashes, from, from + NEW_ROWS, false);
                double taken = seconds(() -> table.backfill("is_duplicate").run());
                if (round % 2 == 0) {
                    fresh.add(taken);
                } else {
                    copies.add(taken);
                }
            }
            add(line, "backfill after 1,000 new frames", median(fresh));
            add(line, "backfill after 1,000 copies of frames all over the table", median(copies));
            add(line, "states counted after that", seconds(() -> table.feature("is_duplicate")));
            int[] kept = new int[0];
            for (int round = 0; round < 2; round++) {
                long start = System.nanoTime();
                kept = HashGroups.of(BITS, first, all(count), NOTHING, 0);
                if (round == 1) {
                    add(line, "1,000,000 hashes grouped, in memory", (System.nanoTime() - start) / 1e9);
                }
            }
            long[] more = Arrays.copyOf(hashes, count + NEW_ROWS);
            for (int round = 0; round < 3; round++) {
                int[] before = kept;
                double taken = seconds(() -> HashGroups.of(BITS, more, all(more.length), before, count));
                if (round == 2) {
                    add(line, "1,000 hashes compared with 1,000,000, in memory", taken);
                }
            }
        }
        line.append("peak resident memory\t")
                .append(whole(IngestChild.peakKibibytes() * 1024 / 1e6))
                .append(" MB");
        System.out.println(line);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void add(StringBuilder line, String what, double seconds) {
        line.append(what)
                .append('\t')
                .append(String.format(Locale.ROOT, "%.3f", seconds))
                .append('\t');
    }
}
