// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.error.UdfException;
import dev.joust.feature.CellCounts;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureCatalog;
import dev.joust.query.Row;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFeaturesTest {
    @TempDir
    private Path folder;

    /** A row with an image. */
    public record Shot(
            int id,
            @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] imageBytes) {}

    @Test
    void hashesTheImageIntoAVectorAndANumber() throws IOException {
        byte[] image = ramp();
        long expected = DifferenceHash.hash(new ImageDecoder().luma(image));

        try (Lake lake = Joust.open(folder)) {
            Table shots = filled(lake, new Shot(1, image), new Shot(2, null));
            shots.backfill("dhash").run();

            List<Row> rows = shots.query().select("dhash", "dhash_bits").rows();
            assertThat(expected).isEqualTo(-1L);
            assertThat(rows.get(0).longValue("dhash_bits")).isEqualTo(expected);
            assertThat(DifferenceHash.fromBits(
                            (float[]) requireNonNull(rows.get(0).value("dhash"))))
                    .isEqualTo(expected);
            assertThat(rows.get(1).isNull("dhash")).isTrue();
            assertThat(rows.get(1).isNull("dhash_bits")).isTrue();
        }
    }

    @Test
    void failsOnlyTheRowOfABrokenImage() throws IOException {
        byte[] image = ramp();

        try (Lake lake = Joust.open(folder)) {
            Table shots = filled(lake, new Shot(1, new byte[] {1, 2, 3}), new Shot(2, image));
            assertThatThrownBy(() -> shots.backfill("dhash").run())
                    .isInstanceOf(UdfException.class)
                    .hasMessageContaining("it is neither a JPEG nor a PNG: it begins with the bytes 01 02 03");
            shots.backfill("dhash").onError(ErrorPolicy.skip()).run();

            CellCounts cells = shots.feature("dhash").cells();
            assertThat(cells.failed()).isEqualTo(1);
            assertThat(cells.fresh()).isEqualTo(1);
        }
    }

    @Test
    void isFoundOnTheClassPathWithItsDecoderInItsIdentity() {
        Feature feature = FeatureCatalog.load(getClass().getClassLoader()).feature("dhash");

        assertThat(feature.identity().parameters())
                .containsEntry("definition", "1")
                .containsEntry("luma_decoder", DecoderIdentity.luma());
        assertThat(feature.outputs().toString()).contains("dhash_bits");
    }

    private static Table filled(Lake lake, Shot... shots) {
        Table table = lake.createTable("shots", Shot.class);
        table.append(List.of(shots));
        table.addFeatures(ImageFeatures.dhash());
        return table;
    }

    /** Brighter from left to right, so that every bit is 1. */
    private static byte[] ramp() throws IOException {
        BufferedImage image = new BufferedImage(90, 80, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 80; y++) {
            for (int x = 0; x < 90; x++) {
                image.getRaster().setSample(x, y, 0, 2 * x);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
