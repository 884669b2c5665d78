// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ImageHeaderTest {
    private static final byte[] DAY = TestImages.resource("street-day.jpg");
    private static final byte[] PNG = TestImages.encode(new BufferedImage(31, 17, BufferedImage.TYPE_INT_RGB), "png");

    @Test
    void readsTheSizeOfEachFormat() {
        assertThat(ImageHeader.read(DAY)).isEqualTo(new ImageHeader(ImageFormat.JPEG, 160, 90));
        assertThat(ImageHeader.read(TestImages.resource("street-progressive.jpg")))
                .isEqualTo(new ImageHeader(ImageFormat.JPEG, 141, 79));
        assertThat(ImageHeader.read(PNG)).isEqualTo(new ImageHeader(ImageFormat.PNG, 31, 17));
    }

    @Test
    void readsEveryKindOfFrameHeader() {
        for (int marker = 0xC0; marker <= 0xCF; marker++) {
            if (marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
                byte[] jpeg =
                        HexFormat.of().parseHex("ffd8ff" + Integer.toHexString(marker) + "000b080123045601011100");

                assertThat(ImageHeader.read(jpeg)).isEqualTo(new ImageHeader(ImageFormat.JPEG, 0x456, 0x123));
            }
        }
    }

    @Test
    void skipsAThumbnailInsideAnApplicationSegment() {
        byte[] exif = Arrays.copyOf(TestImages.resource("street-night.jpg"), 2900);
        byte[] other = TestImages.encode(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "jpeg");

        assertThat(ImageHeader.read(TestImages.withSegment(other, 0xE1, exif)))
                .isEqualTo(new ImageHeader(ImageFormat.JPEG, 40, 30));
    }

    @Test
    void readsAStreamNoFurtherThanItNeeds() throws IOException {
        byte[] large = Arrays.copyOf(DAY, 10_000_000);
        ByteArrayInputStream in = new ByteArrayInputStream(large);

        assertThat(ImageHeader.read(in)).isEqualTo(new ImageHeader(ImageFormat.JPEG, 160, 90));
        assertThat(in.available()).isEqualTo(10_000_000 - 65_536);
    }

    @Test
    void readsAStreamWhoseFrameHeaderComesLate() throws IOException {
        byte[] jpeg = DAY;
        for (int i = 0; i < 20; i++) {
            jpeg = TestImages.withSegment(jpeg, 0xE2, new byte[65_000]);
        }

        assertThat(ImageHeader.read(new ByteArrayInputStream(jpeg)))
                .isEqualTo(new ImageHeader(ImageFormat.JPEG, 160, 90));
        assertThat(ImageHeader.read(jpeg)).isEqualTo(new ImageHeader(ImageFormat.JPEG, 160, 90));
    }

    @Test
    void stopsSearchingAStreamThatNeverComesToItsFrameHeader() {
        byte[] filled = new byte[5_000_000];
        Arrays.fill(filled, (byte) 0xFF);
        filled[1] = (byte) 0xD8;
        ByteArrayInputStream endless = new ByteArrayInputStream(filled);

        assertThatThrownBy(() -> ImageHeader.read(endless))
                .isInstanceOf(ImageException.class)
                .hasMessage("Cannot read image: the JPEG has no frame header in its first 4194304 bytes; "
                        + "replace the file or leave it out");
    }

    @Test
    void saysWhyAFileIsBroken() {
        assertReason(new byte[0], "it is empty");
        assertReason(new byte[100], "it is neither a JPEG nor a PNG: it begins with the bytes 00 00 00 00 00 00 00 00");
        assertReason(
                "GIF89a".getBytes(US_ASCII),
                "it is neither a JPEG nor a PNG: it begins with the bytes 47 49 46 38 39 61");
        assertReason(TestImages.first(DAY, 100), "the JPEG ends before a frame header");
        assertReason(hex("ffd8ff"), "the JPEG ends before a frame header");
        assertReason(hex("ffd8ffe00001"), "the JPEG segment at byte 2 declares 1 bytes");
        assertReason(hex("ffd8ffd9"), "the JPEG comes to its end marker before a frame header");
        assertReason(hex("ffd8ffda0008010100003f00"), "the JPEG comes to its first scan before a frame header");
        assertReason(hex("ffd8ffc0000408ffff"), "the JPEG has a frame header of only 2 bytes");
        assertReason(hex("ffd8ffc0000b080000045601011100"), "the JPEG declares a size of 1110x0 pixels");
        assertReason(TestImages.first(PNG, 20), "the PNG ends before the end of its header chunk");
        byte[] noHeader = PNG.clone();
        noHeader[12] = 'X';
        assertReason(noHeader, "the PNG does not begin with a header chunk");
        byte[] negative = PNG.clone();
        negative[16] = (byte) 0x80;
        assertReason(negative, "the PNG declares a size of 2147483679x17 pixels");
    }

    @Test
    void namesTheFileFormatAndWhatToDo() {
        assertThatThrownBy(() -> ImageHeader.read("GIF89a".getBytes(US_ASCII)))
                .hasMessage("Cannot read image: it is neither a JPEG nor a PNG: it begins with the bytes "
                        + "47 49 46 38 39 61; convert it to JPEG or PNG");
    }

    private static void assertReason(byte[] bytes, String reason) {
        assertThatThrownBy(() -> ImageHeader.read(bytes))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
