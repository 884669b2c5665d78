// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the first bytes of an image say about it, read without decoding.
 *
 * <p>The format is told from the bytes and never from a file's name. Width and height are those of the stored pixels;
 * an EXIF orientation is not applied.
 *
 * @param format JPEG or PNG
 * @param width pixels per row, positive
 * @param height number of rows, positive
 */
public record ImageHeader(ImageFormat format, int width, int height) {
    /** The most bytes in which a header is looked for: {@value}. */
    public static final int MAX_HEADER_BYTES = 4 << 20;

    private static final int FIRST_READ_BYTES = 64 << 10;

    /** Checks the sides. */
    public ImageHeader {
        requireNonNull(format, "format");
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException(
                    "width and height must be positive but were " + width + " and " + height);
        }
    }

    /** {@code width * height}. */
    public long pixels() {
        return (long) width * height;
    }

    /**
     * Reads the header of an image that lies in memory; looks at no more than {@value #MAX_HEADER_BYTES} bytes.
     *
     * @throws ImageException if it is no JPEG or PNG, or is broken before its size is known
     */
    public static ImageHeader read(byte[] bytes) {
        requireNonNull(bytes, "bytes");
        int length = Math.min(bytes.length, MAX_HEADER_BYTES);
        return find(bytes, length).orElseThrow(() -> cutOff(bytes, length));
    }

    /**
     * Reads the header of an image from a stream, in steps, at most {@value #MAX_HEADER_BYTES} bytes. The stream is
     * left somewhere behind the header and stays open.
     *
     * @throws ImageException if it is no JPEG or PNG, or is broken before its size is known
     * @throws IOException if the stream fails
     */
    public static ImageHeader read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(FIRST_READ_BYTES);
        int wanted = FIRST_READ_BYTES;
        while (true) {
            Optional<ImageHeader> header = find(bytes, bytes.length);
            if (header.isPresent()) {
                return header.get();
            }
            if (bytes.length < wanted || wanted == MAX_HEADER_BYTES) {
                throw cutOff(bytes, bytes.length);
            }
            wanted = Math.min(4 * wanted, MAX_HEADER_BYTES);
            int had = bytes.length;
            bytes = Arrays.copyOf(bytes, wanted);
            bytes = Arrays.copyOf(bytes, had + in.readNBytes(bytes, had, wanted - had));
        }
    }

    private static Optional<ImageHeader> find(byte[] bytes, int length) {
        if (JpegLayout.hasSignature(bytes, length)) {
            return JpegLayout.header(bytes, length);
        }
        if (PngLayout.hasSignature(bytes, length)) {
            return PngLayout.header(bytes, length);
        }
        throw length == 0 ? ImageErrors.broken("it is empty") : ImageErrors.unknownFormat(bytes, length);
    }

    private static ImageException cutOff(byte[] bytes, int length) {
        String part = JpegLayout.hasSignature(bytes, length) ? "a frame header" : "the end of its header chunk";
        String format = JpegLayout.hasSignature(bytes, length) ? "JPEG" : "PNG";
        return length < MAX_HEADER_BYTES
                ? ImageErrors.broken("the " + format + " ends before " + part)
                : ImageErrors.broken("the " + format + " has no frame header in its first " + length + " bytes");
    }
}
