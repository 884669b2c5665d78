// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;

/** Decodes 5,000 images, whole and broken ones, and looks at the memory of its process. */
final class ManyImages {
    private static final int COUNT = 5_000;

    /** An image that is left behind takes 460 kB; all of them would be 1.1 GB or more. */
    private static final long MOST_BYTES = 100_000_000;

    private ManyImages() {}

    public static void main(String[] arguments) throws IOException {
        byte[] whole = ShrunkImagesTest.jpeg(640, 360, false);
        byte[] cut = whole.clone();
        cut[whole.length / 2] = (byte) 0xFF;
        cut[whole.length / 2 + 1] = (byte) 0xD9;
        byte[] withoutTables = whole.clone();
        withoutTables[TestImages.payload(whole, 0xDB) + 65] = 3;
        byte[][] images = {whole, cut, withoutTables};
        ImagePixels pixels = ImagePixels.rgb(320, 180);
        byte[] target = new byte[pixels.bytes()];
        long before = 0;
        for (int i = 0; i < COUNT; i++) {
            if (i == COUNT / 10) {
                before = residentBytes();
            }
            String reason = i % 2 == 0 ? "" : ChangedImages.reason(pixels, images[1 + i / 2 % 2]);
            if (i % 2 == 0) {
                pixels.decode(whole, target, 0);
            } else if (reason.isEmpty()) {
                throw new AssertionError("a broken image was decoded");
            }
        }
        long grown = residentBytes() - before;
        boolean isSteady = grown < MOST_BYTES && Pointer.totalBytes() == 0 && pixels.shrunkImages() == COUNT / 2;
        System.out.println(
                isSteady
                        ? "steady"
                        : grown + " bytes more, " + Pointer.totalBytes() + " held, " + pixels.shrunkImages()
                                + " shrunk");
    }

    /** What the system says of this process; 0 where it does not say it in this way. */
    private static long residentBytes() throws IOException {
        Path statm = Path.of("/proc/self/statm");
        return Files.exists(statm)
                ? 4096 * Long.parseLong(Files.readString(statm).split(" ", -1)[1])
                : 0;
    }
}
