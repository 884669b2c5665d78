// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.report;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InternalException;
import dev.joust.vision.ImageDecoder;
import dev.joust.vision.ImageHeader;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes small JPEGs of images, with boxes drawn on them. A box that is tiny on the small picture is shown again,
 * enlarged, in a corner.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class Thumbnails {
    /** Pixels across: {@value}. */
    public static final int WIDTH = 400;

    /** No picture is larger than this in bytes, unless its coarsest form is: {@value}. */
    public static final int MAX_BYTES = 25_000;

    private static final int MIN_HEIGHT = 40;
    private static final int MAX_HEIGHT = 800;
    private static final float[] QUALITIES = {0.82f, 0.7f, 0.55f, 0.4f, 0.25f};

    private final ImageDecoder decoder = new ImageDecoder();

    /** Creates a maker of thumbnails. */
    public Thumbnails() {}

    /**
     * Makes one picture.
     *
     * @param image an encoded JPEG or PNG
     * @param boxes what to mark, in pixels of the image
     * @throws dev.joust.vision.ImageException if the image is broken
     */
    public Picture picture(String title, String caption, byte[] image, List<MarkedBox> boxes) {
        requireNonNull(boxes, "boxes");
        ImageHeader header = decoder.header(image);
        int height = Math.round((float) WIDTH * header.height() / header.width());
        height = Math.max(MIN_HEIGHT, Math.min(MAX_HEIGHT, height));
        BufferedImage small = scaled(image, height);
        Graphics2D graphics = small.createGraphics();
        try {
            BoxPainter painter = new BoxPainter(graphics, small, header);
            painter.boxes(boxes);
            painter.inset(boxes, () -> decoder.image(image));
        } finally {
            graphics.dispose();
        }
        String base64 = Base64.getEncoder().encodeToString(jpeg(small));
        return new Picture(title, caption, "data:image/jpeg;base64," + base64);
    }

    private BufferedImage scaled(byte[] image, int height) {
        byte[] rgb = decoder.rgb(image, WIDTH, height);
        BufferedImage small = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < WIDTH * height; i++) {
            int pixel = (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | (rgb[3 * i + 2] & 0xFF);
            small.setRGB(i % WIDTH, i / WIDTH, pixel);
        }
        return small;
    }

    private static byte[] jpeg(BufferedImage image) {
        byte[] bytes = new byte[0];
        for (float quality : QUALITIES) {
            bytes = jpeg(image, quality);
            if (bytes.length <= MAX_BYTES) {
                break;
            }
        }
        return bytes;
    }

    private static byte[] jpeg(BufferedImage image, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * MAX_BYTES);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), settings);
        } catch (IOException e) {
            throw new InternalException("Cannot encode a thumbnail as JPEG: " + e.getMessage(), e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
