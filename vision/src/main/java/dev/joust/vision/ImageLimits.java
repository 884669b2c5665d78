// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

/**
 * How large an image may be before it is decoded, so that a few bytes cannot claim gigabytes of memory.
 *
 * <p>Decoding takes about 8 bytes of heap per pixel at its peak, 16 for 16-bit PNGs.
 *
 * @param maxBytes the most bytes of the encoded image
 * @param maxPixels the most pixels, width times height
 */
public record ImageLimits(long maxBytes, long maxPixels) {
    /** The default for {@code maxBytes}: 64 MiB. */
    public static final long DEFAULT_MAX_BYTES = 64L << 20;

    /** The default for {@code maxPixels}: {@value}, a hundred megapixels. */
    public static final long DEFAULT_MAX_PIXELS = 100_000_000;

    /** The largest {@code maxPixels} that may be set: four bands of more pixels do not fit an array. */
    public static final long HIGHEST_MAX_PIXELS = 500_000_000;

    /** Both defaults. */
    public static final ImageLimits DEFAULT = new ImageLimits(DEFAULT_MAX_BYTES, DEFAULT_MAX_PIXELS);

    /** Checks that both are positive and the pixels fit an array. */
    public ImageLimits {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxBytes must be positive but was " + maxBytes);
        }
        if (maxPixels <= 0 || maxPixels > HIGHEST_MAX_PIXELS) {
            throw new IllegalArgumentException(
                    "maxPixels must be from 1 to " + HIGHEST_MAX_PIXELS + " but was " + maxPixels);
        }
    }
}
