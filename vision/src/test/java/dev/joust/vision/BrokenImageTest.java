// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BrokenImageTest {
    private static final byte[] DAY = TestImages.resource("street-day.jpg");
    private static final byte[] PNG = TestImages.encode(TestImages.noise(40, 30, BufferedImage.TYPE_INT_RGB, 1), "png");

    private final ImageDecoder decoder = new ImageDecoder();

    @Test
    void refusesAJpegThatIsCutOffAnywhere() {
        for (String name : new String[] {"street-day.jpg", "street-progressive.jpg", "street-grey.jpg"}) {
            byte[] whole = TestImages.resource(name);
            for (int length = 0; length < whole.length; length += 37) {
                byte[] cut = TestImages.first(whole, length);

                assertThatThrownBy(() -> decoder.luma(cut)).isInstanceOf(ImageException.class);
            }
            assertReason(TestImages.first(whole, whole.length - 1), "the JPEG ends before its end marker");
        }
    }

    @Test
    void refusesAPngThatIsCutOffAnywhere() {
        for (int length = 0; length < PNG.length; length += 13) {
            byte[] cut = TestImages.first(PNG, length);

            assertThatThrownBy(() -> decoder.luma(cut)).isInstanceOf(ImageException.class);
        }
        assertReason(TestImages.first(PNG, PNG.length - 12), "the PNG ends before its end chunk");
        assertReason(TestImages.first(PNG, 200), "the PNG ends inside its chunk at byte 33");
    }

    @Test
    void refusesAJpegWhoseMissingDataTheDecoderWouldMakeUp() {
        byte[] hole = TestImages.first(DAY, DAY.length);
        hole[DAY.length / 2] = (byte) 0xFF;
        hole[DAY.length / 2 + 1] = (byte) 0xD9;

        assertReason(hole, "its decoder had to make up pixels: Corrupt JPEG data: premature end of data segment");
    }

    @Test
    void ignoresWhatFollowsTheEndMarker() {
        byte[] longer = Arrays.copyOf(DAY, DAY.length + 500);

        assertThat(decoder.luma(longer).samples()).isEqualTo(decoder.luma(DAY).samples());
    }

    @Test
    void refusesAPngBombByItsHeader() {
        byte[] bomb = PNG.clone();
        Arrays.fill(bomb, 16, 24, (byte) 0x3F);

        assertThatThrownBy(() -> decoder.luma(bomb))
                .isInstanceOf(ImageException.class)
                .hasMessage(
                        "Cannot decode image: its 1061109567x1061109567 pixels are 1125953513178927489, more than the "
                                + "limit of 100000000; use a smaller image");
    }

    @Test
    void refusesAJpegOfHugeDeclaredSize() {
        byte[] bomb = DAY.clone();
        Arrays.fill(bomb, TestImages.payload(bomb, 0xC0) + 1, TestImages.payload(bomb, 0xC0) + 5, (byte) 0xFF);

        assertThatThrownBy(() -> decoder.rgb(bomb, 10, 10))
                .isInstanceOf(ImageException.class)
                .hasMessage("Cannot decode image: its 65535x65535 pixels are 4294836225, more than the limit of "
                        + "100000000; use a smaller image");
    }

    @Test
    void refusesAJpegWhoseFrameIsHigherThanItsData() {
        byte[] higher = DAY.clone();
        higher[TestImages.payload(higher, 0xC0) + 1] = 4;

        assertReason(higher, "its decoder had to make up pixels: Corrupt JPEG data: premature end of data segment");
    }

    @Test
    void keepsToTheLimitsItWasGiven() {
        ImageDecoder small = new ImageDecoder(new ImageLimits(100, 100));
        ImageDecoder narrow = new ImageDecoder(new ImageLimits(10_000, 14_399));
        ImageDecoder exact = new ImageDecoder(new ImageLimits(DAY.length, 14_400));

        assertThatThrownBy(() -> small.luma(DAY))
                .hasMessage("Cannot decode image: it has " + DAY.length + " bytes, more than the limit of 100; "
                        + "use a smaller image");
        assertThatThrownBy(() -> narrow.luma(DAY))
                .hasMessage("Cannot decode image: its 160x90 pixels are 14400, more than the limit of 14399; "
                        + "use a smaller image");
        assertThat(exact.luma(DAY).width()).isEqualTo(160);
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageLimits(0, 1))
                .withMessage("maxBytes must be positive but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageLimits(1, 500_000_001))
                .withMessage("maxPixels must be from 1 to 500000000 but was 500000001");
    }

    @Test
    void refusesTwelveBitsPerSample() {
        byte[] deep = DAY.clone();
        deep[TestImages.payload(deep, 0xC0)] = 12;

        assertThatThrownBy(() -> decoder.luma(deep))
                .hasMessage("Cannot read image: the JPEG has 12 bits per sample; "
                        + "convert it to an 8-bit baseline or progressive JPEG");
    }

    @Test
    void refusesAJpegWithThousandsOfScans() {
        byte[] progressive = TestImages.resource("street-progressive.jpg");
        byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0};
        byte[] many = Arrays.copyOf(progressive, progressive.length + 5000 * scan.length + 2);
        for (int i = 0; i < 5000; i++) {
            System.arraycopy(scan, 0, many, progressive.length - 2 + i * scan.length, scan.length);
        }

        assertReason(many, "the JPEG has more than 500 scans");
    }

    @Test
    void throwsOneTypeForWhateverIsWrong() {
        for (byte[] whole : new byte[][] {DAY, PNG, TestImages.resource("street-progressive.jpg")}) {
            for (int seed = 0; seed < 400; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                byte[] damaged = whole.clone();
                for (int i = random.nextInt(1, 12); i > 0; i--) {
                    damaged[random.nextInt(2, damaged.length)] = (byte) random.nextInt();
                }
                try {
                    assertThat(decoder.luma(damaged).samples())
                            .as("seed %d", seed)
                            .isNotEmpty();
                } catch (ImageException e) {
                    assertThat(e).as("seed %d", seed).hasMessageStartingWith("Cannot ");
                }
            }
        }
    }

    private void assertReason(byte[] bytes, String reason) {
        assertThatThrownBy(() -> decoder.luma(bytes))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
