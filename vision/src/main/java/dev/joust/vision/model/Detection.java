// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import static java.util.Objects.requireNonNull;

/**
 * An object that a detector found.
 *
 * @param label what it is, such as {@code person}
 * @param score how sure the detector is, 0 to 1
 * @param x1 left edge, in pixels of the image
 * @param y1 upper edge
 * @param x2 right edge
 * @param y2 lower edge
 */
public record Detection(String label, float score, float x1, float y1, float x2, float y2) {
    /** Refuses null. */
    public Detection {
        requireNonNull(label, "label");
    }

    /** The area of its box inside an image of this size, in pixels. */
    public double areaWithin(int width, int height) {
        double across = Math.min(width, x2) - Math.max(0, x1);
        double down = Math.min(height, y2) - Math.max(0, y1);
        return Math.max(0, across) * Math.max(0, down);
    }
}
