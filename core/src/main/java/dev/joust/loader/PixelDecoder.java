// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

/**
 * Turns one encoded image into pixels of a fixed shape.
 *
 * <p>Threads: called by several threads at once.
 */
public interface PixelDecoder {
    /** Pixels in a row. */
    int width();

    /** Rows of pixels. */
    int height();

    /** Values per pixel, such as 3 for RGB. */
    int channels();

    /**
     * Decodes an image.
     *
     * @param encoded the image as it is stored
     * @param pixels receives height x width x channels values of 8 bits, row by row
     * @param offset where in {@code pixels} to begin
     * @throws RuntimeException if it is no image or a broken one; the loader adds the row
     */
    void decode(byte[] encoded, byte[] pixels, int offset);

    /** The bytes that one image takes. */
    default int bytes() {
        return Math.multiplyExact(Math.multiplyExact(width(), height()), channels());
    }
}
