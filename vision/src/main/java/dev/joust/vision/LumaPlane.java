// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static java.util.Objects.checkIndex;
import static java.util.Objects.requireNonNull;

/**
 * The brightness of an image: one unsigned byte per pixel, 0 black and 255 white.
 *
 * <p>Rows lie one after another without padding, the top row first. The plane refers to its array and does not copy it;
 * whoever changes the array changes the plane.
 *
 * <p>Threads: safe to read from several threads as long as nobody writes to the array.
 */
public final class LumaPlane {
    private final int width;
    private final int height;
    private final byte[] samples;

    /**
     * Wraps samples that are laid out row by row.
     *
     * @param samples {@code width * height} unsigned bytes, or more; what follows is ignored
     * @throws IllegalArgumentException if a side is not positive or the array is too short
     */
    public LumaPlane(int width, int height, byte[] samples) {
        requireNonNull(samples, "samples");
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException(
                    "width and height must be positive but were " + width + " and " + height);
        }
        if (samples.length < (long) width * height) {
            throw new IllegalArgumentException("samples must hold " + width + "x" + height + " = "
                    + (long) width * height + " bytes but holds " + samples.length);
        }
        this.width = width;
        this.height = height;
        this.samples = samples;
    }

    /** Pixels per row. */
    public int width() {
        return width;
    }

    /** Number of rows. */
    public int height() {
        return height;
    }

    /** The samples themselves, not a copy; the first {@code width * height} bytes are the image. */
    public byte[] samples() {
        return samples;
    }

    /**
     * The brightness of one pixel, 0 to 255.
     *
     * @throws IndexOutOfBoundsException if the pixel lies outside the image
     */
    public int at(int x, int y) {
        return samples[checkIndex(y, height) * width + checkIndex(x, width)] & 0xFF;
    }
}
