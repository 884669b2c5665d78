// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

/** The texts of everything that can be wrong with an image. */
final class ImageErrors {
    private ImageErrors() {}

    static ImageException tooSmallToHash(int width, int height) {
        return new ImageException("Cannot hash image: it is " + width + "x" + height + " pixels, fewer than the "
                + DifferenceHash.MIN_WIDTH + "x" + DifferenceHash.MIN_HEIGHT
                + " that a difference hash needs; use a larger image");
    }
}
