// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import dev.joust.loader.PixelDecoder;

/**
 * Decodes JPEGs and PNGs into RGB pixels of one size, for a loader's batches; see {@link ImageDecoder} for how pixels
 * are scaled.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class ImagePixels implements PixelDecoder {
    private static final int RGB = 3;

    private final int width;
    private final int height;
    private final ImageDecoder decoder;

    private ImagePixels(int width, int height, ImageDecoder decoder) {
        this.width = width;
        this.height = height;
        this.decoder = decoder;
    }

    /**
     * Returns a decoder to this size with the default limits on what it reads; the aspect ratio is not kept.
     *
     * @throws IllegalArgumentException if a side is not positive, or an image would take more than 2 GiB
     */
    public static ImagePixels rgb(int width, int height) {
        if (width <= 0 || height <= 0 || (long) width * height * RGB > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "width and height must be positive and fit an array but were " + width + " and " + height);
        }
        return new ImagePixels(width, height, new ImageDecoder());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    /** Red, green and blue: {@code 3}. */
    @Override
    public int channels() {
        return RGB;
    }

    /**
     * Decodes and scales an image.
     *
     * @return its own size, that of the stored pixels: an EXIF orientation is not applied
     * @throws ImageException if the image is broken or larger than the limits
     */
    @Override
    public StoredSize decode(byte[] encoded, byte[] pixels, int offset) {
        ImageHeader header = decoder.header(encoded);
        decoder.rgb(encoded, width, height, pixels, offset);
        return new StoredSize(header.width(), header.height());
    }
}
