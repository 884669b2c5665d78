// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.View;
import dev.joust.driving.report.DuplicatePage;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.driving.synth.internal.files.JpegEncoder;
import dev.joust.feature.Feature;
import dev.joust.query.Row;
import dev.joust.vision.ImageFeatures;
import dev.joust.vision.NearDuplicates;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/duplicates.md, and the proof that copies of synthetic frames are found. */
@SuppressWarnings("ArrayRecordComponent")
class DuplicatesTest {
    private static final int FRAMES = 150;
    private static final int COPIES = 50;
    /** So many letters of a frame's name are its clip's. */
    private static final int CLIP = 8;

    record Shot(String imageId, byte[] imageBytes) {}

    @TempDir
    Path folder;

    @Test
    void copiesAreFlaggedWhateverBecameOfThem() throws IOException {
        List<Shot> shots = shots();
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            Table frames = lake.createTable("frames", Shot.class);
            frames.append(shots);
            // region features
            frames.addFeatures(ImageFeatures.dhash());
            frames.addFeatures(frames.duplicateFeature(
                    Feature.duplicates("dhash_bits", "image_id").within(5)));
            frames.backfill("dhash", "is_duplicate").run();
            // endregion
            // A fifth of the frames are in clips of nearly equal ones.
            assertThat(found(frames)).containsOnlyKeys("");

            frames.append(copies(shots, "exact", Shot::imageBytes));
            frames.append(copies(shots, "encoded", shot -> encoded(decoded(shot), 0.6f)));
            frames.append(copies(
                    shots,
                    "brighter",
                    shot -> encoded(new RescaleOp(1.15f, 10, null).filter(decoded(shot), null), 0.9f)));
            // region fill
            NearDuplicates.Counts counts = NearDuplicates.of(frames).fill();
            // endregion

            assertThat(counts.rows()).isEqualTo(FRAMES + 3 * COPIES);
            Map<String, Integer> found = found(frames);
            assertThat(found.get("exact")).isEqualTo(COPIES);
            assertThat(found.get("encoded")).isGreaterThanOrEqualTo((int) Math.ceil(0.99 * COPIES));
            assertThat(found.get("brighter")).isGreaterThanOrEqualTo((int) Math.ceil(0.9 * COPIES));
            int right = found.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(right).isGreaterThan(3 * COPIES);
            assertThat((double) right / counts.duplicates()).isGreaterThanOrEqualTo(0.99);

            frames.alterFeature(
                    "is_duplicate",
                    frames.duplicateFeature(
                            Feature.duplicates("dhash_bits", "image_id").within(1)));
            frames.sync().run();
            assertThat(found(frames).get("exact")).isEqualTo(COPIES);
        }
    }

    @Test
    void duplicatesAreLeftOutAndSeen() throws IOException {
        List<Shot> shots = shots();
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            Table frames = lake.createTable("frames", Shot.class);
            frames.append(shots);
            frames.append(copies(shots, "exact", Shot::imageBytes));
            NearDuplicates.of(frames).within(1).fill();
            // region view
            View distinct = lake.createView("distinct_frames", frames.query().where("is_duplicate IS NOT TRUE"));
            distinct.refresh();
            // endregion
            assertThat(distinct.table().count()).isEqualTo(frames.count() - frames.count("is_duplicate"));

            Path page = folder.resolve("duplicates.html");
            // region page
            NearDuplicates.Counts counts = NearDuplicates.of(frames).counts();
            DuplicatePage.of(frames, "image_id", "dhash_bits")
                    .report(counts, 1, 20)
                    .write(page);
            // endregion
            assertThat(Files.readString(page).split("<img", -1)).hasSize(21);
            assertThat(Files.readString(page))
                    .contains("0 bits from " + shots.get(0).imageId() + ", group of 2");

            frames.delete("image_id = '" + shots.get(0).imageId() + "'");
            frames.sync().run();
            Row copy = frames.query()
                    .where("image_id = '" + shots.get(0).imageId() + "#exact'")
                    .rows()
                    .get(0);
            assertThat(copy.value("is_duplicate")).isEqualTo(false);
            assertThat(distinct.table().count()).isEqualTo(frames.count() - frames.count("is_duplicate"));
        }
    }

    private List<Shot> shots() throws IOException {
        Path images = SyntheticDataset.in(folder.resolve("synth"))
                .frames(FRAMES)
                .seed(7)
                .size(320, 180)
                .write()
                .imagesDir();
        List<Shot> shots = new ArrayList<>();
        try (Stream<Path> files = Files.walk(images)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".jpg"))
                    .sorted()
                    .toList()) {
                shots.add(new Shot(file.getFileName().toString().replace(".jpg", ""), Files.readAllBytes(file)));
            }
        }
        return shots;
    }

    /** What becomes of an image. */
    @FunctionalInterface
    private interface Change {
        byte[] of(Shot shot) throws IOException;
    }

    private static List<Shot> copies(List<Shot> shots, String kind, Change change) {
        return shots.stream()
                .limit(COPIES)
                .map(shot -> {
                    try {
                        return new Shot(shot.imageId() + "#" + kind, change.of(shot));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    /**
     * How many frames are flagged for one of their own clip, by what became of them; nothing for frames as they came.
     */
    private static Map<String, Integer> found(Table frames) {
        Map<String, Integer> found = new HashMap<>();
        frames.query()
                .where("is_duplicate")
                .select("image_id", "duplicate_of")
                .rows()
                .forEach(row -> {
                    String id = row.string("image_id");
                    boolean isRight = id.substring(0, CLIP)
                            .equals(row.string("duplicate_of").substring(0, CLIP));
                    int mark = id.indexOf('#');
                    found.merge(mark < 0 ? "" : id.substring(mark + 1), isRight ? 1 : 0, Integer::sum);
                });
        return found;
    }

    private static BufferedImage decoded(Shot shot) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(shot.imageBytes()));
    }

    private static byte[] encoded(BufferedImage image, float quality) {
        try (JpegEncoder encoder = new JpegEncoder(quality)) {
            return encoder.encode(image);
        }
    }
}
