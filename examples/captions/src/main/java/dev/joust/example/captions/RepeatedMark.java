// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import dev.joust.vision.LumaPlane;

/**
 * Looks for a mark that is repeated over a picture, as agencies print it.
 *
 * <p>What a photograph shows hardly ever comes again a fixed number of pixels to the right; a mark does. The picture is
 * reduced to at most 320 pixels across, each pixel is compared with the mean of its 9x9 neighbourhood, so that only
 * fine strokes are left, and these are correlated with themselves at every shift to the right from 16 pixels to half
 * the width. The score is the largest correlation: near 0 for what does not repeat, near 1 for what does. A regular
 * fence scores, too.
 */
final class RepeatedMark {
    private static final int MAX_WIDTH = 320;
    private static final int MIN_SHIFT = 16;
    private static final int RADIUS = 4;

    /** Every second row is enough for a sum over thousands of pixels. */
    private static final int ROW_STEP = 2;

    /** Keeps the hard edges of objects from outweighing strokes. */
    private static final int MAX_STROKE = 24;

    private final int width;
    private final int height;
    private final int[] strokes;

    private RepeatedMark(int width, int height, int[] strokes) {
        this.width = width;
        this.height = height;
        this.strokes = strokes;
    }

    /** The score of a picture, 0 to 1; 0 for one that is too narrow. */
    static float score(LumaPlane plane) {
        int step = (plane.width() + MAX_WIDTH - 1) / MAX_WIDTH;
        int width = plane.width() / step;
        int height = plane.height() / step;
        if (width < 4 * MIN_SHIFT || height <= 2 * RADIUS) {
            return 0;
        }
        return new RepeatedMark(width, height, strokes(reduced(plane, step, width, height), width, height)).largest();
    }

    private static int[] reduced(LumaPlane plane, int step, int width, int height) {
        int[] means = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int sum = 0;
                for (int dy = 0; dy < step; dy++) {
                    for (int dx = 0; dx < step; dx++) {
                        sum += plane.at(x * step + dx, y * step + dy);
                    }
                }
                means[y * width + x] = sum / (step * step);
            }
        }
        return means;
    }

    /** Each pixel less the mean around it; zero at the border. */
    private static int[] strokes(int[] pixels, int width, int height) {
        int[] sums = new int[(width + 1) * (height + 1)];
        for (int y = 0; y < height; y++) {
            int row = 0;
            for (int x = 0; x < width; x++) {
                row += pixels[y * width + x];
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
            }
        }
        int side = 2 * RADIUS + 1;
        int[] strokes = new int[pixels.length];
        for (int y = RADIUS; y < height - RADIUS; y++) {
            int above = (y - RADIUS) * (width + 1);
            int below = (y + RADIUS + 1) * (width + 1);
            for (int x = RADIUS; x < width - RADIUS; x++) {
                int left = x - RADIUS;
                int right = x + RADIUS + 1;
                int mean = (sums[below + right] - sums[below + left] - sums[above + right] + sums[above + left])
                        / (side * side);
                strokes[y * width + x] = Math.max(-MAX_STROKE, Math.min(MAX_STROKE, pixels[y * width + x] - mean));
            }
        }
        return strokes;
    }

    private float largest() {
        long[] energy = energyBefore();
        double largest = 0;
        for (int shift = MIN_SHIFT; shift <= width / 2; shift++) {
            double left = energy[width - shift];
            double right = energy[width] - energy[shift];
            if (left > 0 && right > 0) {
                largest = Math.max(largest, product(shift) / Math.sqrt(left * right));
            }
        }
        return (float) largest;
    }

    /** The sum of squares in the columns before each one. */
    private long[] energyBefore() {
        long[] energy = new long[width + 1];
        for (int x = 0; x < width; x++) {
            long sum = 0;
            for (int y = RADIUS; y < height - RADIUS; y += ROW_STEP) {
                int stroke = strokes[y * width + x];
                sum += (long) stroke * stroke;
            }
            energy[x + 1] = energy[x] + sum;
        }
        return energy;
    }

    private long product(int shift) {
        long sum = 0;
        for (int y = RADIUS; y < height - RADIUS; y += ROW_STEP) {
            int row = 0;
            for (int i = y * width; i < (y + 1) * width - shift; i++) {
                row += strokes[i] * strokes[i + shift];
            }
            sum += row;
        }
        return sum;
    }
}
