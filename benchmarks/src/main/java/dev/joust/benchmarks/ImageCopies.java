// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import dev.joust.driving.synth.internal.files.JpegEncoder;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** What becomes of an image that goes around. */
enum ImageCopies {
    EXACT("exact copies, same bytes") {
        @Override
        byte[] of(byte[] jpeg) {
            return jpeg;
        }
    },
    ENCODED("encoded again, JPEG quality 0.6") {
        @Override
        byte[] of(byte[] jpeg) throws IOException {
            return encoded(decoded(jpeg), 0.6f);
        }
    },
    HALVED("half the size") {
        @Override
        byte[] of(byte[] jpeg) throws IOException {
            BufferedImage image = decoded(jpeg);
            return encoded(drawn(image, image.getWidth() / 2, image.getHeight() / 2, 0), 0.9f);
        }
    },
    BRIGHTENED("brighter by 15 percent and 10 of 255") {
        @Override
        byte[] of(byte[] jpeg) throws IOException {
            return encoded(new RescaleOp(1.15f, 10, null).filter(decoded(jpeg), null), 0.9f);
        }
    },
    CROPPED_2("cropped by 2 percent at each edge") {
        @Override
        byte[] of(byte[] jpeg) throws IOException {
            return cropped(jpeg, 0.02);
        }
    },
    CROPPED_5("cropped by 5 percent at each edge") {
        @Override
        byte[] of(byte[] jpeg) throws IOException {
            return cropped(jpeg, 0.05);
        }
    };

    final String title;

    ImageCopies(String title) {
        this.title = title;
    }

    abstract byte[] of(byte[] jpeg) throws IOException;

    private static byte[] cropped(byte[] jpeg, double part) throws IOException {
        BufferedImage image = decoded(jpeg);
        return encoded(drawn(image, image.getWidth(), image.getHeight(), part), 0.9f);
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height, double cropped) {
        int left = (int) (image.getWidth() * cropped);
        int top = (int) (image.getHeight() * cropped);
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(
                java.awt.RenderingHints.KEY_INTERPOLATION, java.awt.RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(
                image, 0, 0, width, height, left, top, image.getWidth() - left, image.getHeight() - top, null);
        graphics.dispose();
        return drawn;
    }

    private static BufferedImage decoded(byte[] jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    private static byte[] encoded(BufferedImage image, float quality) {
        try (JpegEncoder encoder = new JpegEncoder(quality)) {
            return encoder.encode(image);
        }
    }
}
