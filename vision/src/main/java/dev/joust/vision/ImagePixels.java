// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import dev.joust.loader.PixelDecoder;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decodes JPEGs and PNGs into RGB pixels of one size, for a loader's batches; see {@link ImageDecoder} for how pixels
 * are scaled.
 *
 * <p>A JPEG that is at least twice as wide and as high as wanted is shrunk by 2, 4 or 8 while it is decoded, and scaled
 * from there. That takes less time, and its pixels differ by a fraction of a level on average from those of
 * {@link #exact()}, more at sharp edges. They are the same with any number of threads. Images that are not so large,
 * PNGs, JPEGs of CMYK, RGB or unusual coding, and all images of a machine without the library are decoded exactly.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class ImagePixels implements PixelDecoder {
    private static final int RGB = 3;

    private final int width;
    private final int height;
    private final boolean mayShrink;
    private final ImageDecoder decoder = new ImageDecoder();
    private final LongAdder shrunkImages = new LongAdder();

    private ImagePixels(int width, int height, boolean mayShrink) {
        this.width = width;
        this.height = height;
        this.mayShrink = mayShrink;
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
        return new ImagePixels(width, height, true);
    }

    /** Returns a decoder that decodes every pixel before it scales, as {@link ImageDecoder} and the features do. */
    public ImagePixels exact() {
        return new ImagePixels(width, height, false);
    }

    /** How many images were shrunk while they were decoded, so far. */
    public long shrunkImages() {
        return shrunkImages.sum();
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
        if (mayShrink && decoder.shrunkRgb(encoded, header, width, height, pixels, offset)) {
            shrunkImages.increment();
        } else {
            decoder.rgb(encoded, width, height, pixels, offset);
        }
        return new StoredSize(header.width(), header.height());
    }
}
