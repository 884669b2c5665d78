// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.driving.bdd100k.OnError;
import dev.joust.driving.bdd100k.Problem;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.error.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootageIngestTest {
    private static final int FRAMES = 40;

    @TempDir
    private Path folder;

    private Path footage;

    @BeforeEach
    void draw() {
        footage = folder.resolve("footage");
        SyntheticDataset.in(footage).frames(FRAMES).seed(3).size(160, 120).write();
    }

    @Test
    void addsAllSplitsInOneVersion() {
        AtomicLong heard = new AtomicLong();

        try (Lake lake = lake()) {
            IngestResult result = FootageIngest.into(lake, "bdd100k")
                    .onProgress((done, total) -> heard.set(done))
                    .bdd100k(footage);

            assertThat(result.rowsAdded()).isEqualTo(FRAMES);
            assertThat(result.rowsTotal()).isEqualTo(FRAMES);
            assertThat(result.version()).isEqualTo(2);
            assertThat(result.problems()).isEmpty();
            assertThat(heard).hasValue(FRAMES);
            assertThat(lake.openTable("bdd100k").count("split = 'val'")).isBetween(1L, 20L);
        }
    }

    @Test
    void addsNothingTwice() {
        try (Lake lake = lake()) {
            FootageIngest.into(lake, "bdd100k").bdd100k(footage, List.of("val"));
            IngestResult second = FootageIngest.into(lake, "bdd100k").bdd100k(footage);
            IngestResult third = FootageIngest.into(lake, "bdd100k").bdd100k(footage);

            assertThat(second.rowsAdded() + second.rowsPresent()).isEqualTo(FRAMES);
            assertThat(second.rowsTotal()).isEqualTo(FRAMES);
            assertThat(third.rowsAdded()).isZero();
            assertThat(third.rowsPresent()).isEqualTo(FRAMES);
            assertThat(third.version()).isEqualTo(second.version());
        }
    }

    @Test
    void namesAnImageThatHasOtherBytesNow() throws IOException {
        try (Lake lake = lake()) {
            FootageIngest.into(lake, "bdd100k").bdd100k(footage);
            Path changed = image("train");
            byte[] bytes = Files.readAllBytes(changed);
            bytes[bytes.length / 2] ^= 1;
            Files.write(changed, bytes);

            IngestResult again = FootageIngest.into(lake, "bdd100k").bdd100k(footage);

            String name = changed.getFileName().toString();
            assertThat(again.rowsPresent()).isEqualTo(FRAMES - 1);
            assertThat(again.rowsSkipped()).isEqualTo(1);
            assertThat(again.problems())
                    .containsExactly(new Problem(
                            "images/100k/train/" + name,
                            "the table holds image '" + name.replace(".jpg", "")
                                    + "' with other bytes (the same length), and keeps them"));
        }
    }

    @Test
    void addsNothingIfAProblemIsTheEnd() throws IOException {
        Path broken = image("val");
        Files.write(broken, new byte[] {1, 2, 3});

        try (Lake lake = lake()) {
            assertThatThrownBy(() -> FootageIngest.into(lake, "bdd100k")
                            .onError(OnError.FAIL)
                            .bdd100k(footage))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageStartingWith("Cannot ingest 'images/100k/val/" + broken.getFileName() + "': ");
            assertThat(lake.exists("bdd100k")).isFalse();

            IngestResult skipping = FootageIngest.into(lake, "bdd100k").bdd100k(footage);
            assertThat(skipping.rowsAdded()).isEqualTo(FRAMES - 1);
            assertThat(skipping.rowsSkipped()).isEqualTo(1);
            assertThat(skipping.problemCount()).isEqualTo(1);
        }
    }

    @Test
    void leavesNoTableIfNothingCouldBeBroughtIn() throws IOException {
        for (String split : List.of("train", "val")) {
            Files.writeString(footage.resolve("labels/det_20/det_" + split + ".json"), "[");
        }

        try (Lake lake = lake()) {
            IngestResult nothing = FootageIngest.into(lake, "bdd100k").bdd100k(footage);

            assertThat(nothing.rowsSkipped()).isEqualTo(FRAMES);
            assertThat(nothing.hasTable()).isFalse();
            assertThat(nothing.rowsTotal()).isZero();
            assertThat(nothing.version()).isZero();
            assertThat(lake.exists("bdd100k")).isFalse();
        }
    }

    @Test
    void addsNothingIfASplitLacksItsLabelsAndAProblemIsTheEnd() throws IOException {
        Files.delete(footage.resolve("labels/det_20/det_val.json"));

        try (Lake lake = lake()) {
            assertThatThrownBy(() -> FootageIngest.into(lake, "bdd100k")
                            .onError(OnError.FAIL)
                            .bdd100k(footage))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot ingest 'labels/det_20/det_val.json': there is no label file for split 'val';"
                            + " add the labels, or let the run go on without them by skipping problems");
            assertThat(lake.exists("bdd100k")).isFalse();
        }
    }

    @Test
    void createsNoTableWithoutASource() {
        try (Lake lake = lake()) {
            assertThatThrownBy(() -> FootageIngest.into(lake, "bdd100k").bdd100k(folder.resolve("nowhere")))
                    .isInstanceOf(InvalidRequestException.class);
            assertThatThrownBy(() -> FootageIngest.into(lake, "bdd100k").bdd100k(footage, List.of("test")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot read split 'test': BDD100K '" + footage
                            + "' holds no frames of it; name one of train, val");
            assertThat(lake.exists("bdd100k")).isFalse();
        }
    }

    @Test
    void takesPlainImagesWithoutLabels() {
        try (Lake lake = lake()) {
            IngestResult first = FootageIngest.into(lake, "shots").images(footage);
            IngestResult second = FootageIngest.into(lake, "shots").images(footage);

            assertThat(first.rowsAdded()).isEqualTo(FRAMES);
            assertThat(second.rowsPresent()).isEqualTo(FRAMES);
            assertThat(second.rowsTotal()).isEqualTo(FRAMES);
            assertThat(lake.openTable("shots").schema().names())
                    .containsExactly("image_id", "path", "image_bytes", "width", "height");
        }
    }

    private Lake lake() {
        return Joust.open(folder.resolve("lake"));
    }

    private Path image(String split) throws IOException {
        try (Stream<Path> images = Files.list(footage.resolve("images/100k").resolve(split))) {
            return images.sorted().findFirst().orElseThrow();
        }
    }
}
