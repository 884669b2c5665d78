// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.loader.PixelDecoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImagePixelsTest {
    @Test
    void decodesIntoItsPlaceOfABatch() throws IOException {
        BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 48; i++) {
            image.setRGB(i % 8, i / 8, 0x102030);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        ImagePixels decoder = ImagePixels.rgb(4, 3);
        byte[] batch = new byte[2 * decoder.bytes()];

        PixelDecoder.StoredSize stored = decoder.decode(png.toByteArray(), batch, decoder.bytes());

        assertThat(stored).isEqualTo(new PixelDecoder.StoredSize(8, 6));
        assertThat(decoder.channels()).isEqualTo(3);
        assertThat(Arrays.copyOf(batch, decoder.bytes())).containsOnly(0);
        for (int i = decoder.bytes(); i < batch.length; i += 3) {
            assertThat(Arrays.copyOfRange(batch, i, i + 3)).containsExactly(0x10, 0x20, 0x30);
        }
    }

    @Test
    void refusesSizesThatNoArrayHolds() {
        assertThatThrownBy(() -> ImagePixels.rgb(0, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("width and height must be positive and fit an array but were 0 and 5");
        assertThatThrownBy(() -> ImagePixels.rgb(40_000, 40_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("width and height must be positive and fit an array but were 40000 and 40000");
    }
}
