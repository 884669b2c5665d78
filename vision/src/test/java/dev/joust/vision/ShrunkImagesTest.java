// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShrunkImagesTest {
    private static final byte[] FRAME = TestImages.resource("synthetic-frame.jpg");

    @Test
    void differLittleFromThoseOfWhichEveryPixelIsDecoded() throws IOException {
        long seed = Long.getLong("test.seed", 20);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 60; i++) {
            int width = random.nextInt(1, 160);
            int height = random.nextInt(1, 100);
            byte[] jpeg = jpeg(random.nextInt(2 * width, 640), random.nextInt(2 * height, 400), random.nextBoolean());

            String what = "image " + i + " to " + width + "x" + height + " of seed " + seed;
            assertThat(meanDifference(jpeg, width, height)).as(what).isLessThan(2.5);
        }
    }

    @Test
    void areNotMovedWhereTheirSidesAreNoMultiples() {
        BufferedImage ramp = new BufferedImage(519, 263, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 263; y++) {
            for (int x = 0; x < 519; x++) {
                ramp.setRGB(x, y, 0x010001 * (x * 255 / 518) + 0x000100 * (y * 255 / 262));
            }
        }
        byte[] jpeg = TestImages.encode(ramp, "jpeg");

        for (int[] size : new int[][] {{64, 32}, {63, 31}, {129, 65}, {259, 131}, {3, 2}}) {
            byte[] exact = decoded(ImagePixels.rgb(size[0], size[1]).exact(), jpeg);
            byte[] shrunk = decoded(ImagePixels.rgb(size[0], size[1]), jpeg);

            int most = IntStream.range(0, exact.length)
                    .map(i -> Math.abs((exact[i] & 0xFF) - (shrunk[i] & 0xFF)))
                    .max()
                    .orElseThrow();
            assertThat(most).isLessThan(6);
        }
    }

    @Test
    void mayBeGreyOrProgressive() {
        for (String name : new String[] {"street-day.jpg", "street-grey.jpg", "street-progressive.jpg"}) {
            ImageHeader size = ImageHeader.read(TestImages.resource(name));
            for (int reduction : new int[] {2, 4, 8}) {
                int width = size.width() / reduction;
                int height = size.height() / reduction;

                assertThat(meanDifference(TestImages.resource(name), width, height))
                        .as(name + " to " + width + "x" + height)
                        .isLessThan(4.0 + reduction);
            }
        }
    }

    @Test
    void areThoseAtLeastTwiceAsLargeAsWanted() {
        ImageHeader jpeg = new ImageHeader(ImageFormat.JPEG, 1280, 720);

        assertThat(ShrinkingReader.reduction(jpeg, 640, 360)).isEqualTo(2);
        assertThat(ShrinkingReader.reduction(jpeg, 641, 360)).isEqualTo(1);
        assertThat(ShrinkingReader.reduction(jpeg, 10, 361)).isEqualTo(1);
        assertThat(ShrinkingReader.reduction(jpeg, 320, 181)).isEqualTo(2);
        assertThat(ShrinkingReader.reduction(jpeg, 320, 180)).isEqualTo(4);
        assertThat(ShrinkingReader.reduction(jpeg, 1, 1)).isEqualTo(8);
        assertThat(ShrinkingReader.reduction(new ImageHeader(ImageFormat.PNG, 1280, 720), 1, 1))
                .isEqualTo(1);
    }

    @Test
    void haveTheirPlacesOfABatchOnly() {
        ImagePixels pixels = ImagePixels.rgb(20, 10);
        byte[] batch = new byte[3 * pixels.bytes()];

        assertThat(pixels.decode(FRAME, batch, pixels.bytes()))
                .isEqualTo(pixels.exact().decode(FRAME, batch, 0));
        assertThat(pixels.shrunkImages()).isEqualTo(1);
        assertThat(Arrays.copyOfRange(batch, 2 * pixels.bytes(), batch.length)).containsOnly(0);
        assertThat(Arrays.copyOfRange(batch, pixels.bytes(), 2 * pixels.bytes()))
                .isEqualTo(decoded(pixels, FRAME));
    }

    @Test
    void areNotTurnedByAnOrientation() {
        byte[] exif = HexFormat.of()
                .parseHex("457869660000" + "4d4d002a00000008" + "0001" + "01120003000000010006" + "0000" + "00000000");

        assertThat(decoded(ImagePixels.rgb(40, 20), TestImages.withSegment(FRAME, 0xE1, exif)))
                .isEqualTo(decoded(ImagePixels.rgb(40, 20), FRAME));
    }

    @Test
    void areNotMadeOfWhatIsNoPlainJpeg() {
        byte[] noise = TestImages.encode(TestImages.noise(64, 48, BufferedImage.TYPE_INT_RGB, 3), "png");
        byte[] inks = TestImages.flatJpeg(10, 60, 120, 30);
        byte[] rgb = TestImages.withSegment(
                TestImages.flatJpeg(200, 30, 90), 0xEE, new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0});

        for (byte[] image : new byte[][] {noise, inks, rgb}) {
            ImagePixels pixels = ImagePixels.rgb(8, 6);

            assertThat(decoded(pixels, image)).isEqualTo(decoded(pixels.exact(), image));
            assertThat(pixels.shrunkImages()).isZero();
        }
    }

    @Test
    void areTheSameByAnyNumberOfThreads() throws IOException {
        byte[][] images = new byte[40][];
        for (int i = 0; i < images.length; i++) {
            images[i] = jpeg(200 + 7 * i, 150 + 3 * i, i % 2 == 0);
        }
        ImagePixels pixels = ImagePixels.rgb(64, 48);
        byte[] alone = new byte[images.length * pixels.bytes()];
        byte[] together = new byte[alone.length];

        IntStream.range(0, images.length).forEach(i -> pixels.decode(images[i], alone, i * pixels.bytes()));
        IntStream.range(0, images.length)
                .parallel()
                .forEach(i -> pixels.decode(images[i], together, i * pixels.bytes()));

        assertThat(together).isEqualTo(alone);
        assertThat(pixels.shrunkImages()).isEqualTo(2L * images.length);
    }

    @Test
    void areRefusedWithTheSameWordsIfTheyAreBroken() {
        byte[] hole = FRAME.clone();
        hole[FRAME.length / 2] = (byte) 0xFF;
        hole[FRAME.length / 2 + 1] = (byte) 0xD9;
        byte[] huge = FRAME.clone();
        Arrays.fill(huge, TestImages.payload(huge, 0xC0) + 1, TestImages.payload(huge, 0xC0) + 5, (byte) 0xFF);
        byte[] wide = FRAME.clone();
        wide[TestImages.payload(wide, 0xC0) + 3] = (byte) 0x20;
        byte[] tables = FRAME.clone();
        Arrays.fill(tables, TestImages.payload(tables, 0xC4), TestImages.payload(tables, 0xC4) + 17, (byte) 0xFF);

        for (byte[] broken : new byte[][] {
            hole,
            huge,
            wide,
            tables,
            TestImages.first(FRAME, FRAME.length / 2),
            TestImages.first(FRAME, 300),
            {},
            {1, 2, 3, 4}
        }) {
            assertThatThrownBy(() -> decoded(ImagePixels.rgb(20, 10), broken))
                    .isInstanceOf(ImageException.class)
                    .hasMessage(ChangedImages.reason(ImagePixels.rgb(20, 10).exact(), broken));
        }
    }

    @Test
    void areBrokenWhereverTheExactOnesAre(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("test.seed", 4);

        assertThat(OwnProcess.run(folder, ChangedImages.class, List.of(), Long.toString(seed)))
                .isEqualTo("3000 images, the same of them broken for the same reasons");
    }

    @Test
    void leaveNoMemoryBehind(@TempDir Path folder) throws Exception {
        assertThat(OwnProcess.run(folder, ManyImages.class, List.of("-Xmx64m"))).isEqualTo("steady");
    }

    @Test
    void areDecodedExactlyWhereTheLibraryIsMissing(@TempDir Path folder) throws Exception {
        String missing = "-Dorg.bytedeco.javacpp.platform=other";

        assertThat(OwnProcess.run(folder, WithoutLibrary.class, List.of(missing)))
                .isEqualTo("exact, 0 shrunk");
        assertThat(Files.readAllLines(folder.resolve("stderr")))
                .singleElement(STRING)
                .contains("Cannot shrink JPEGs while they are decoded: Leptonica's library does not load (")
                .endsWith("); they are decoded whole by the JDK, which takes longer");
    }

    private static double meanDifference(byte[] jpeg, int width, int height) {
        ImagePixels pixels = ImagePixels.rgb(width, height);
        byte[] shrunk = decoded(pixels, jpeg);
        byte[] exact = decoded(pixels.exact(), jpeg);
        assertThat(pixels.shrunkImages()).isEqualTo(1);
        return IntStream.range(0, exact.length)
                .map(i -> Math.abs((exact[i] & 0xFF) - (shrunk[i] & 0xFF)))
                .average()
                .orElseThrow();
    }

    static byte[] decoded(ImagePixels pixels, byte[] image) {
        byte[] decoded = new byte[pixels.bytes()];
        pixels.decode(image, decoded, 0);
        return decoded;
    }

    /** The frame in another size, as a JPEG. */
    static byte[] jpeg(int width, int height, boolean isGrey) throws IOException {
        BufferedImage frame = ImageIO.read(new ByteArrayInputStream(FRAME));
        BufferedImage scaled =
                new BufferedImage(width, height, isGrey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(frame, 0, 0, width, height, null);
        graphics.dispose();
        return TestImages.encode(scaled, "jpeg");
    }
}
