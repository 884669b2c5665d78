// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import java.io.IOException;
import java.util.SplittableRandom;

/** Decodes JPEGs of which some bytes were changed; in a process of its own, as libjpeg writes to stderr of each. */
final class ChangedImages {
    private static final int COUNT = 3_000;

    private ChangedImages() {}

    public static void main(String[] arguments) throws IOException {
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[0]));
        byte[][] images = {
            ShrunkImagesTest.jpeg(161, 90, false),
            TestImages.resource("street-progressive.jpg"),
            ShrunkImagesTest.jpeg(64, 48, true)
        };
        int broken = 0;
        for (int i = 0; i < COUNT; i++) {
            byte[] image = images[random.nextInt(images.length)].clone();
            int last = random.nextBoolean() ? Math.min(600, image.length) : image.length;
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                image[random.nextInt(2, last)] = (byte) random.nextInt(256);
            }
            String exact = reason(ImagePixels.rgb(6, 5).exact(), image);
            String shrunk = reason(ImagePixels.rgb(6, 5), image);
            if (!exact.equals(shrunk)) {
                System.out.println("image " + i + " is '" + exact + "' exactly and '" + shrunk + "' shrunk; replay with"
                        + " -Dtest.seed=" + arguments[0]);
                return;
            }
            broken += exact.isEmpty() ? 0 : 1;
        }
        boolean isFair = broken > COUNT / 6 && broken < COUNT * 5 / 6;
        System.out.println(
                COUNT + " images, " + (isFair ? "the same" : broken) + " of them broken for the same reasons");
    }

    /** Why an image cannot be decoded; empty if it can. */
    static String reason(ImagePixels pixels, byte[] image) {
        try {
            pixels.decode(image, new byte[pixels.bytes()], 0);
            return "";
        } catch (ImageException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
