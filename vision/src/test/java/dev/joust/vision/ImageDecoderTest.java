// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
    private static final byte[] DAY = TestImages.resource("street-day.jpg");

    private final ImageDecoder decoder = new ImageDecoder();

    @Test
    void decodesAPngToExactlyItsColours() {
        for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_4BYTE_ABGR}) {
            BufferedImage image = TestImages.noise(23, 11, type, 5);

            BufferedImage decoded = decoder.image(TestImages.encode(image, "png"));

            assertThat(decoded.getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
            assertThat(pixels(decoded)).isEqualTo(pixels(image));
        }
    }

    @Test
    void keepsTheSamplesOfGreyPngsAtEveryDepth() {
        BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage deep = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        for (int x = 0; x < 3; x++) {
            grey.getRaster().setSample(x, 0, 0, 100 * x);
            deep.getRaster().setSample(x, 0, 0, (100 * x) << 8 | 0xFF);
        }
        BufferedImage binary = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
        binary.getRaster().setSample(1, 0, 0, 1);

        assertThat(decoder.luma(TestImages.encode(grey, "png")).samples()).containsExactly(0, 100, 200);
        assertThat(decoder.luma(TestImages.encode(deep, "png")).samples()).containsExactly(0, 100, 200);
        assertThat(decoder.luma(TestImages.encode(binary, "png")).samples()).containsExactly(0, 255, 0);
        assertThat(decoder.rgb(TestImages.encode(grey, "png"), 3, 1))
                .containsExactly(0, 0, 0, 100, 100, 100, 200, 200, 200);
    }

    @Test
    void computesTheLumaOfColoursAfterBt601() {
        BufferedImage image = TestImages.flat(2, 2, BufferedImage.TYPE_INT_RGB, new Color(200, 100, 50));

        assertThat(decoder.luma(TestImages.encode(image, "png")).at(1, 1)).isEqualTo(124);
    }

    @Test
    void decodesAJpegLikeTheJdkDoes() throws Exception {
        BufferedImage expected = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(DAY)));

        int[] ours = pixels(decoder.image(DAY));
        int[] theirs = pixels(expected);

        int furthest = IntStream.range(0, ours.length)
                .map(i -> Math.max(
                        Math.abs((ours[i] >> 16 & 0xFF) - (theirs[i] >> 16 & 0xFF)),
                        Math.max(
                                Math.abs((ours[i] >> 8 & 0xFF) - (theirs[i] >> 8 & 0xFF)),
                                Math.abs((ours[i] & 0xFF) - (theirs[i] & 0xFF)))))
                .max()
                .orElseThrow();
        assertThat(furthest).isLessThanOrEqualTo(1);
    }

    @Test
    void readsTheColourModelFromTheMarkers() {
        byte[] ids = TestImages.flatJpeg(200, 100, 50);
        patchIds(ids, "RGB");
        byte[] adobe = TestImages.withSegment(TestImages.flatJpeg(200, 100, 50), 0xEE, adobe(0));
        byte[] ycbcr = TestImages.flatJpeg(200, 128, 128);
        byte[] grey = TestImages.flatJpeg(77);

        assertThat(rgbOf(ids)).containsExactly(200, 100, 50);
        assertThat(rgbOf(adobe)).containsExactly(200, 100, 50);
        assertThat(rgbOf(ycbcr)).containsExactly(200, 200, 200);
        assertThat(rgbOf(grey)).containsExactly(77, 77, 77);
        assertThat(decoder.luma(ids).at(3, 3)).isEqualTo(124);
        assertThat(decoder.luma(ycbcr).at(3, 3)).isEqualTo(200);
    }

    @Test
    void convertsInksToColours() {
        byte[] plain = TestImages.flatJpeg(55, 155, 205, 0);
        byte[] inverted = TestImages.withSegment(TestImages.flatJpeg(200, 100, 50, 128), 0xEE, adobe(0));
        byte[] ycck = TestImages.withSegment(TestImages.flatJpeg(55, 128, 128, 255), 0xEE, adobe(2));

        assertThat(rgbOf(plain)).containsExactly(200, 100, 50);
        assertThat(rgbOf(inverted)).containsExactly(100, 50, 25);
        assertThat(rgbOf(ycck)).containsExactly(200, 200, 200);
    }

    @Test
    void averagesAreasWhereItShrinks() {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        int[] values = {10, 20, 60, 30, 40, 80};
        for (int i = 0; i < values.length; i++) {
            image.getRaster().setSample(i % 3, i / 3, 0, values[i]);
        }
        byte[] png = TestImages.encode(image, "png");

        // Halves of the middle column belong to each side: (10+30 + (20+40)/2) / 3 = 23.3, (60+80 + 30) / 3 = 56.7.
        assertThat(decoder.rgb(png, 2, 1)).containsExactly(23, 23, 23, 57, 57, 57);
        assertThat(decoder.rgb(png, 1, 1)).containsExactly(40, 40, 40);
    }

    @Test
    void roundsWholeBlocksLikeAnyOtherArea() {
        Samples samples = new Samples(60, 36, ColorModel.RGB, noise(60 * 36 * 3));

        for (int[] size : new int[][] {{30, 18}, {20, 12}, {12, 36}, {60, 9}, {1, 1}}) {
            byte[] blocks = samples.scaledTo(size[0], size[1]).data;

            assertThat(blocks).isEqualTo(samples.mixedTo(size[0], size[1]));
        }
    }

    @Test
    void interpolatesWhereItEnlarges() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(1, 0, 0, 100);

        byte[] rgb = decoder.rgb(TestImages.encode(image, "png"), 4, 2);

        assertThat(rgb)
                .startsWith(0, 0, 0, 25, 25, 25, 75, 75, 75, 100, 100, 100)
                .hasSize(24);
    }

    @Test
    void keepsFlatColoursAtEverySize() {
        byte[] png =
                TestImages.encode(TestImages.flat(37, 23, BufferedImage.TYPE_INT_RGB, new Color(255, 1, 77)), "png");

        for (int side = 1; side < 90; side++) {
            byte[] rgb = decoder.rgb(png, side, 91 - side);
            for (int i = 0; i < rgb.length; i += 3) {
                assertThat(Arrays.copyOfRange(rgb, i, i + 3)).containsExactly(255, 1, 77);
            }
        }
    }

    @Test
    void writesIntoItsPlaceInABatch() {
        byte[] batch = new byte[3 * 8 * 4 * 3];
        Arrays.fill(batch, (byte) 9);
        byte[] alone = decoder.rgb(DAY, 8, 4);

        decoder.rgb(DAY, 8, 4, batch, 96);

        assertThat(Arrays.copyOfRange(batch, 96, 192)).isEqualTo(alone);
        assertThat(Arrays.copyOfRange(batch, 0, 96)).containsOnly(9);
        assertThat(Arrays.copyOfRange(batch, 192, 288)).containsOnly(9);
        assertThatThrownBy(() -> decoder.rgb(DAY, 8, 4, batch, 200)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void leavesTheBatchAloneWhenTheImageIsBroken() {
        byte[] batch = new byte[96];

        assertThatThrownBy(() -> decoder.rgb(TestImages.first(DAY, DAY.length - 40), 8, 4, batch, 0))
                .isInstanceOf(ImageException.class);
        assertThat(batch).containsOnly(0);
    }

    @Test
    void givesTheSameFromSeveralThreadsAtOnce() throws Exception {
        byte[] luma = decoder.luma(DAY).samples();
        byte[] rgb = decoder.rgb(DAY, 64, 64);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<byte[]>> results = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                boolean even = i % 2 == 0;
                results.add(threads.submit(() -> even ? decoder.luma(DAY).samples() : decoder.rgb(DAY, 64, 64)));
            }
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo(i % 2 == 0 ? luma : rgb);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesSizesThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decoder.rgb(DAY, 0, 5))
                .withMessage("width and height must be from 1 to 1000000 but were 0 and 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decoder.rgb(DAY, 100_000, 100_000))
                .withMessage("width * height must be at most 100000000 but was 100000 * 100000");
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private int[] rgbOf(byte[] bytes) {
        byte[] rgb = decoder.rgb(bytes, 1, 1);
        return new int[] {rgb[0] & 0xFF, rgb[1] & 0xFF, rgb[2] & 0xFF};
    }

    private static int[] pixels(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .map(argb -> argb & 0xFFFFFF)
                .toArray();
    }

    private static byte[] adobe(int transform) {
        return new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
    }

    private static void patchIds(byte[] jpeg, String ids) {
        int frame = TestImages.payload(jpeg, 0xC0);
        int scan = TestImages.payload(jpeg, 0xDA);
        for (int i = 0; i < ids.length(); i++) {
            jpeg[frame + 6 + 3 * i] = (byte) ids.charAt(i);
            jpeg[scan + 1 + 2 * i] = (byte) ids.charAt(i);
        }
    }
}
