// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.whole;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.feature.Feature;
import dev.joust.query.Row;
import dev.joust.vision.ImageFeatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which copies of synthetic frames are found, by what became of them, and what else is flagged. */
final class DuplicateCopies {
    private static final int FRAMES = 5_000;
    private static final int COPIES = 1_000;
    /** So many letters of a frame's name are its clip's. */
    private static final int CLIP = 8;

    @SuppressWarnings("ArrayRecordComponent")
    record Shot(String imageId, byte[] imageBytes) {}

    private DuplicateCopies() {}

    static void run(Path folder) throws Exception {
        Path images = SyntheticDataset.in(folder.resolve("synth"))
                .frames(FRAMES)
                .seed(7)
                .size(640, 360)
                .write()
                .imagesDir();
        List<Path> files;
        try (Stream<Path> found = Files.walk(images)) {
            files = found.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        }
        try (Lake lake = Joust.open(folder.resolve("copies"))) {
            Table table = lake.createTable("shots", Shot.class);
            table.append(files.stream().map(file -> new Shot(name(file), bytes(file))));
            for (ImageCopies kind : ImageCopies.values()) {
                table.append(IntStream.range(0, COPIES)
                        .mapToObj(i -> files.get((int) ((long) i * files.size() / COPIES)))
                        .map(file -> copy(kind, file)));
            }
            table.addFeatures(ImageFeatures.dhash());
            table.addFeatures(table.duplicateFeature(Feature.duplicates("dhash_bits", "image_id")));
            table.backfill("dhash").run();
            report(table);
        }
        ImageEncodings.delete(folder.resolve("copies"));
        ImageEncodings.delete(folder.resolve("synth"));
    }

    private static void report(Table table) {
        Report report = Report.begin(whole(FRAMES) + " synthetic frames of 640x360, and " + whole(COPIES)
                + " copies of each kind: recall by threshold");
        List<String> header = new ArrayList<>(List.of("threshold"));
        for (ImageCopies kind : ImageCopies.values()) {
            header.add(kind.title);
        }
        header.add("frames that are no copies flagged");
        header.add("precision");
        report.header(header.toArray(String[]::new));
        for (int bits : new int[] {0, 1, 2, 3, 5, 8}) {
            table.alterFeature(
                    "is_duplicate",
                    table.duplicateFeature(
                            Feature.duplicates("dhash_bits", "image_id").within(bits)));
            table.backfill("is_duplicate").run();
            report.row(cells(table, bits).toArray(String[]::new));
        }
    }

    private static List<String> cells(Table table, int bits) {
        Map<String, String> keptOf = new HashMap<>();
        for (Row row : table.query()
                .where("is_duplicate")
                .select("image_id", "duplicate_of")
                .rows()) {
            keptOf.put(row.string("image_id"), row.string("duplicate_of"));
        }
        List<String> cells = new ArrayList<>(List.of(Integer.toString(bits)));
        for (ImageCopies kind : ImageCopies.values()) {
            long found = keptOf.entrySet().stream()
                    .filter(flagged -> flagged.getKey().endsWith("#" + kind) && isSameClip(flagged))
                    .count();
            cells.add(decimals((double) found / COPIES));
        }
        cells.add(whole((double)
                        keptOf.keySet().stream().filter(id -> !id.contains("#")).count()) + " of " + whole(FRAMES));
        long right =
                keptOf.entrySet().stream().filter(DuplicateCopies::isSameClip).count();
        cells.add(String.format(Locale.ROOT, "%.4f", (double) right / keptOf.size()));
        return cells;
    }

    /** Whether a frame is flagged for one of its own clip, whose frames are nearly equal; its name says which. */
    private static boolean isSameClip(Map.Entry<String, String> flagged) {
        return flagged.getKey().substring(0, CLIP).equals(flagged.getValue().substring(0, CLIP));
    }

    private static String decimals(double ratio) {
        return String.format(Locale.ROOT, "%.3f", ratio);
    }

    private static Shot copy(ImageCopies kind, Path file) {
        try {
            return new Shot(name(file) + "#" + kind, kind.of(bytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".jpg", "");
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
