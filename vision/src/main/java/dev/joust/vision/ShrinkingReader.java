// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static org.bytedeco.leptonica.global.leptonica.L_SEVERITY_NONE;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixGetData;
import static org.bytedeco.leptonica.global.leptonica.pixGetDepth;
import static org.bytedeco.leptonica.global.leptonica.pixGetHeight;
import static org.bytedeco.leptonica.global.leptonica.pixGetWidth;
import static org.bytedeco.leptonica.global.leptonica.pixGetWpl;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import java.util.Optional;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes plain JPEGs to a half, a quarter or an eighth of their size by libjpeg-turbo, which leaves out the fine part
 * of each block of pixels instead of computing it and averaging it away. It is the one in Leptonica.
 *
 * <p>Memory outside of the heap is given back before a call returns. Threads: safe for use by several threads.
 */
final class ShrinkingReader {
    private static final Logger LOG = LoggerFactory.getLogger(ShrinkingReader.class);
    private static final int NO_COLOR_MAP = 0;
    private static final int FAIL_ON_BAD_DATA = 0;

    private ShrinkingReader() {}

    /** By how much an image can be shrunk and still be as large as what is wanted of it; 1 if it cannot. */
    static int reduction(ImageHeader size, int width, int height) {
        int reduction = 8;
        while (reduction > 1
                && (size.width() < (long) width * reduction || size.height() < (long) height * reduction)) {
            reduction /= 2;
        }
        return size.format() == ImageFormat.JPEG ? reduction : 1;
    }

    /**
     * Decodes and shrinks a JPEG whose layout was checked.
     *
     * @param reduction so many pixels in a row and in a column become one: 2, 4 or 8
     * @return empty if it is not plain or damaged, or this machine has no such library: for the JDK's reader
     */
    static Optional<Samples> read(byte[] bytes, JpegLayout layout, int reduction) {
        if (!layout.isPlain() || !Library.IS_THERE) {
            return Optional.empty();
        }
        PIX image = pixReadMemJpeg(bytes, bytes.length, NO_COLOR_MAP, reduction, new int[1], FAIL_ON_BAD_DATA);
        if (image == null) {
            return Optional.empty();
        }
        try {
            ColorModel model = layout.colorModel() == ColorModel.GREY ? ColorModel.GREY : ColorModel.RGB;
            int width = -Math.floorDiv(-layout.width(), reduction);
            int height = -Math.floorDiv(-layout.height(), reduction);
            boolean isExpected = pixGetWidth(image) == width
                    && pixGetHeight(image) == height
                    && pixGetDepth(image) == (model == ColorModel.GREY ? 8 : 32);
            return isExpected
                    ? Optional.of(new Samples(width, height, model, samples(image, width, height, model.bands())))
                    : Optional.empty();
        } finally {
            pixDestroy(image);
        }
    }

    /** Leptonica has bytes in words, the first one uppermost; of colours three in each word. */
    private static byte[] samples(PIX image, int width, int height, int bands) {
        int[] words = new int[pixGetWpl(image)];
        byte[] samples = new byte[width * height * bands];
        IntPointer data = pixGetData(image);
        for (int y = 0; y < height; y++) {
            data.position((long) y * words.length).get(words);
            if (bands == 1) {
                copyBrightness(words, samples, y * width, width);
            } else {
                copyColors(words, samples, y * width * bands);
            }
        }
        return samples;
    }

    private static void copyBrightness(int[] words, byte[] samples, int offset, int width) {
        for (int x = 0; x < width; x++) {
            samples[offset + x] = (byte) (words[x / 4] >>> (24 - 8 * (x % 4)));
        }
    }

    private static void copyColors(int[] words, byte[] samples, int offset) {
        int at = offset;
        for (int word : words) {
            samples[at] = (byte) (word >>> 24);
            samples[at + 1] = (byte) (word >>> 16);
            samples[at + 2] = (byte) (word >>> 8);
            at += 3;
        }
    }

    private static final class Library {
        static final boolean IS_THERE = load();

        private static boolean load() {
            try {
                // Its own words about broken images would go to stderr; the JDK's reader finds better ones.
                setMsgSeverity(L_SEVERITY_NONE);
                return true;
            } catch (LinkageError | RuntimeException e) {
                LOG.warn(
                        "Cannot shrink JPEGs while they are decoded: Leptonica's library does not load ({}); they are"
                                + " decoded whole by the JDK, which takes longer",
                        e.toString());
                return false;
            }
        }
    }
}
