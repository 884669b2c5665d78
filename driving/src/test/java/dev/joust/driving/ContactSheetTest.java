// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.driving.ContactSheet.Mark;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
    @Test
    void placesFramesInRowsAndMarksThem() throws IOException {
        ContactSheet sheet = ContactSheet.of(2, 64, 36);
        for (int i = 0; i < 3; i++) {
            sheet.add(grey(128, 72), "", List.of(Mark.of("person", 20, 20, 60, 60)));
        }

        BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(sheet.png()));

        assertThat(drawn.getWidth()).isEqualTo(2 * 64 + 3 * 4);
        assertThat(drawn.getHeight()).isEqualTo(2 * 36 + 3 * 4);
        assertThat(drawn.getRGB(4 + 1, 4 + 1) & 0xFFFFFF).isEqualTo(0x808080);
        int edge = drawn.getRGB(4 + 10, 4 + 20);
        assertThat(edge >> 8 & 255).isGreaterThan(edge >> 16 & 255).isGreaterThan(0x90);
        assertThat(drawn.getRGB(4 + 64 + 4 + 1, 4 + 36 + 4 + 1) & 0xFFFFFF).isEqualTo(0x16181C);
    }

    @Test
    void writesCaptionsOntoTheTiles() throws IOException {
        byte[] frame = grey(128, 72);

        byte[] captioned = ContactSheet.of(1, 128, 72)
                .add(frame, "night: rider 12%", List.of())
                .png();

        assertThat(captioned)
                .isNotEqualTo(
                        ContactSheet.of(1, 128, 72).add(frame, "", List.of()).png());
        BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(captioned));
        assertThat(drawn.getRGB(4 + 5, 4 + 72 - 18 + 4) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    }

    @Test
    void writesJpeg() throws IOException {
        byte[] jpeg =
                ContactSheet.of(1, 64, 36).add(grey(128, 72), "x", List.of()).jpeg(0.8);

        assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth()).isEqualTo(72);
    }

    @Test
    void refusesSheetsWithoutColumnsOrFrames() {
        assertThatThrownBy(() -> ContactSheet.of(0, 64, 36))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a sheet needs columns and tiles of at least 32x18 but was given 0 columns of 64x36");
        assertThatThrownBy(() -> ContactSheet.of(1, 64, 36).draw())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a contact sheet without frames cannot be drawn; add one first");
    }

    private static byte[] grey(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, 0x808080);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
