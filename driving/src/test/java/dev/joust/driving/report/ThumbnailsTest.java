// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ThumbnailsTest {
    @Test
    void marksABoxWhereItIs() throws IOException {
        BufferedImage small = thumbnail(grey(800, 400), List.of(new MarkedBox("person", 200, 100, 400, 300)));

        assertThat(small.getWidth()).isEqualTo(400);
        assertThat(small.getHeight()).isEqualTo(200);
        assertThat(isWarm(small, 98, 100)).isTrue();
        assertThat(isWarm(small, 150, 48)).isTrue();
        assertThat(isWarm(small, 150, 100)).isFalse();
    }

    @Test
    void showsATinyBoxAgainInTheCornerFartherFromIt() throws IOException {
        BufferedImage large = grey(1600, 800);
        for (int y = 400; y < 430; y++) {
            for (int x = 1200; x < 1210; x++) {
                large.setRGB(x, y, 0xFF0000);
            }
        }

        BufferedImage small = thumbnail(large, List.of(new MarkedBox("person", 1200, 400, 1210, 430)));

        assertThat(isWarm(small, 8 + 44, 8 + 44)).isTrue();
        assertThat(isWarm(small, 400 - 52, 8 + 44)).isFalse();
    }

    @Test
    void staySmallWhateverTheImage() throws IOException {
        BufferedImage noise = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(5);
        for (int i = 0; i < 640 * 360; i++) {
            noise.setRGB(i % 640, i / 640, random.nextInt(0x1000000));
        }

        Picture picture = new Thumbnails().picture("noise", "", png(noise), List.of());

        assertThat(bytes(picture)).hasSizeLessThanOrEqualTo(Thumbnails.MAX_BYTES);
    }

    @Test
    void takesBoxesOfTheWantedCategoriesOnly() {
        List<MarkedBox> boxes = MarkedBox.of(
                List.of("person", "car", "person", "person"),
                List.of(List.of(1f, 2f, 3f, 4f), List.of(1f, 2f, 3f, 4f), List.of(1f), List.of(5f, 6f, 7f, 9f)),
                Set.of("person"));

        assertThat(boxes).containsExactly(new MarkedBox("person", 1, 2, 3, 4), new MarkedBox("person", 5, 6, 7, 9));
    }

    private static BufferedImage thumbnail(BufferedImage image, List<MarkedBox> boxes) throws IOException {
        Picture picture = new Thumbnails().picture("a", "b", png(image), boxes);
        return ImageIO.read(new ByteArrayInputStream(bytes(picture)));
    }

    private static byte[] bytes(Picture picture) {
        return Base64.getDecoder().decode(picture.dataUri().substring("data:image/jpeg;base64,".length()));
    }

    private static BufferedImage grey(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, 0x606060);
        }
        return image;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** Whether a pixel within two of this place is warm, as the mark and the red person are: JPEG smears thin lines. */
    private static boolean isWarm(BufferedImage image, int x, int y) {
        for (int i = -2; i <= 2; i++) {
            for (int j = -2; j <= 2; j++) {
                Color found = new Color(image.getRGB(x + i, y + j));
                if (found.getRed() - found.getBlue() > 40) {
                    return true;
                }
            }
        }
        return false;
    }
}
