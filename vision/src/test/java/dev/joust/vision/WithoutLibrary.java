// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import java.util.Arrays;

/** Decodes an image that could be shrunk, twice. */
final class WithoutLibrary {
    private WithoutLibrary() {}

    public static void main(String[] arguments) {
        byte[] frame = TestImages.resource("synthetic-frame.jpg");
        ImagePixels pixels = ImagePixels.rgb(320, 180);
        byte[] exact = ShrunkImagesTest.decoded(pixels.exact(), frame);
        byte[] first = ShrunkImagesTest.decoded(pixels, frame);
        byte[] second = ShrunkImagesTest.decoded(pixels, frame);
        boolean isExact = Arrays.equals(first, exact) && Arrays.equals(second, exact);
        System.out.println((isExact ? "exact, " : "not exact, ") + pixels.shrunkImages() + " shrunk");
    }
}
