// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.files;

import dev.joust.error.InternalException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes baseline JPEG of one quality through the JDK's own encoder.
 *
 * <p>Threads: one encoder belongs to one thread.
 */
public final class JpegEncoder implements AutoCloseable {
    private static final float QUALITY = 0.75f;

    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("jpeg").next();
    private final ImageWriteParam settings = writer.getDefaultWriteParam();

    /** An encoder with the one quality that all frames have. */
    public JpegEncoder() {
        this(QUALITY);
    }

    /** An encoder of another quality, from 0 to 1. */
    public JpegEncoder(float quality) {
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(quality);
    }

    /** A whole JPEG file. */
    public byte[] encode(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128 * 1024);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), settings);
        } catch (IOException e) {
            throw new InternalException("Cannot encode a drawn frame as JPEG: " + e.getMessage(), e);
        } finally {
            writer.setOutput(null);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        writer.dispose();
    }
}
