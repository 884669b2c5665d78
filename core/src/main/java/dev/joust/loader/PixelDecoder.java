// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

/**
 * Turns one encoded image into pixels of a fixed shape.
 *
 * <p>Threads: called by several threads at once.
 */
public interface PixelDecoder {
    /**
     * The size of an image as it is stored, in whose pixels its boxes are measured.
     *
     * @param width pixels in a row
     * @param height rows of pixels
     */
    record StoredSize(int width, int height) {
        /** Checks that there are pixels. */
        public StoredSize {
            if (width <= 0 || height <= 0) {
                throw new IllegalArgumentException(
                        "an image's width and height must be positive but were " + width + " and " + height);
            }
        }
    }

    /** Pixels in a row. */
    int width();

    /** Rows of pixels. */
    int height();

    /** Values per pixel, such as 3 for RGB. */
    int channels();

    /**
     * Decodes an image and scales it.
     *
     * @param encoded the image as it is stored
     * @param pixels receives height x width x channels values of 8 bits, row by row
     * @param offset where in {@code pixels} to begin
     * @return the size that it had before it was scaled
     * @throws RuntimeException if it is no image or a broken one; the loader adds the row, see {@link BrokenImages}
     */
    StoredSize decode(byte[] encoded, byte[] pixels, int offset);

    /** The bytes that one image takes. */
    default int bytes() {
        return Math.multiplyExact(Math.multiplyExact(width(), height()), channels());
    }
}
