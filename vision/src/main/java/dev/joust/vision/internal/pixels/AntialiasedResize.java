// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.pixels;

import java.util.Arrays;

/**
 * Scales images the way Pillow's {@code Image.resize} does, to the same bytes: first each row, then each column, by a
 * filter that widens with the shrinking, in integers with {@value #FRACTION_BITS} fractional bits, each pass rounded to
 * bytes. Pillow 13 takes columns first in some scalings that change the ratio of the sides, which moves some samples by
 * a few levels; what keeps the ratio, as CLIP does, is the same in all its versions. Models are sensitive to the filter
 * that they were trained with, and nearly all were trained with this one.
 *
 * <p>Immutable; threads: safe from any thread.
 */
public final class AntialiasedResize {
    /** 32 bits less 8 for the sample and 2 for what negative weights add. */
    private static final int FRACTION_BITS = 22;

    private static final int HALF = 1 << (FRACTION_BITS - 1);
    private static final int BANDS = 3;

    /** As many as still leave a block of a wide image in a core's own cache. */
    private static final int BLOCK_ROWS = 48;

    private final Axis columns;
    private final Axis rows;

    /** The weights of old pixels in each new one. */
    public enum Filter {
        /** Linear, one pixel to each side. */
        BILINEAR(1) {
            @Override
            double weight(double distance) {
                double x = Math.abs(distance);
                return x < 1 ? 1 - x : 0;
            }
        },
        /** Keys' cubic convolution with a = -0.5, two pixels to each side. */
        BICUBIC(2) {
            @Override
            double weight(double distance) {
                double a = -0.5;
                double x = Math.abs(distance);
                if (x < 1) {
                    return ((a + 2) * x - (a + 3)) * x * x + 1;
                }
                return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
            }
        };

        private final double reach;

        Filter(double reach) {
            this.reach = reach;
        }

        abstract double weight(double distance);
    }

    /** The weights of some new pixels along one axis. */
    private static final class Axis {
        private final int[] first;
        private final int[][] weights;

        private Axis(int[] first, int[][] weights) {
            this.first = first;
            this.weights = weights;
        }

        static Axis of(Span span, Filter filter) {
            int length = span.length();
            int from = span.from();
            int[] first = new int[span.to() - from];
            int[][] weights = new int[span.to() - from][];
            double scale = (double) length / span.newLength();
            double widening = Math.max(1, scale);
            double reach = filter.reach * widening;
            for (int i = from; i < span.to(); i++) {
                double center = (i + 0.5) * scale;
                int left = Math.max(0, (int) (center - reach + 0.5));
                int right = Math.min(length, (int) (center + reach + 0.5));
                first[i - from] = left;
                weights[i - from] = fixed(left, right, center, widening, filter);
            }
            return new Axis(first, weights);
        }

        private static int[] fixed(int left, int right, double center, double widening, Filter filter) {
            double[] exact = new double[right - left];
            double inverse = 1 / widening;
            double total = 0;
            for (int k = 0; k < exact.length; k++) {
                exact[k] = filter.weight((k + left - center + 0.5) * inverse);
                total += exact[k];
            }
            int[] weights = new int[exact.length];
            for (int k = 0; k < exact.length; k++) {
                double weight = (total == 0 ? exact[k] : exact[k] / total) * (1 << FRACTION_BITS);
                weights[k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
            }
            return weights;
        }

        int size() {
            return first.length;
        }

        int end() {
            int last = size() - 1;
            return first[last] + weights[last].length;
        }
    }

    private AntialiasedResize(Axis columns, Axis rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * One direction of a scaling of which only a window is computed.
     *
     * @param length of the images that are scaled, in pixels
     * @param newLength of the whole scaled image
     * @param from where the window begins in the scaled image
     * @param to where it ends, not included
     */
    public record Span(int length, int newLength, int from, int to) {
        /** Checks that the window is not empty and inside the scaled image. */
        public Span {
            if (length <= 0 || from < 0 || to <= from || to > newLength) {
                throw new IllegalArgumentException(
                        "No window from " + from + " to " + to + " of " + length + " scaled to " + newLength);
            }
        }
    }

    /** A scaling of images of one size to one other. */
    public static AntialiasedResize of(Span across, Span down, Filter filter) {
        return new AntialiasedResize(Axis.of(across, filter), Axis.of(down, filter));
    }

    /**
     * Scales an image.
     *
     * @param samples three bands of bytes, row by row
     * @param width pixels in each row
     * @return the window, in the same form
     */
    public byte[] scale(byte[] samples, int width) {
        int top = rows.first[0];
        int stride = columns.size() * BANDS;
        int[][] narrow = narrowed(samples, width, top, rows.end());
        byte[] scaled = new byte[rows.size() * stride];
        int[] sums = new int[stride];
        for (int y = 0; y < rows.size(); y++) {
            mix(narrow, rows.first[y] - top, rows.weights[y], sums);
            for (int x = 0; x < stride; x++) {
                scaled[y * stride + x] = (byte) clamp(sums[x]);
            }
        }
        return scaled;
    }

    /**
     * The rows of an image, each scaled. Blocks of rows are turned first, so that what is added up with equal weights
     * is an array of ints: of loops over such, from their beginning, the JDK's compiler makes vector instructions.
     */
    private int[][] narrowed(byte[] samples, int width, int top, int bottom) {
        int left = columns.first[0];
        int[][] narrow = new int[bottom - top][columns.size() * BANDS];
        int[][] turned = new int[columns.end() - left][BLOCK_ROWS * BANDS];
        int[] sums = new int[BLOCK_ROWS * BANDS];
        for (int y = top; y < bottom; y += BLOCK_ROWS) {
            int height = Math.min(BLOCK_ROWS, bottom - y);
            for (int i = 0; i < height; i++) {
                turn(samples, ((y + i) * width + left) * BANDS, turned, i * BANDS);
            }
            for (int x = 0; x < columns.size(); x++) {
                mix(turned, columns.first[x] - left, columns.weights[x], sums);
                for (int i = 0; i < height; i++) {
                    int[] row = narrow[y - top + i];
                    row[x * BANDS] = clamp(sums[i * BANDS]);
                    row[x * BANDS + 1] = clamp(sums[i * BANDS + 1]);
                    row[x * BANDS + 2] = clamp(sums[i * BANDS + 2]);
                }
            }
        }
        return narrow;
    }

    private static void turn(byte[] samples, int from, int[][] columns, int offset) {
        int at = from;
        for (int[] column : columns) {
            column[offset] = samples[at] & 0xFF;
            column[offset + 1] = samples[at + 1] & 0xFF;
            column[offset + 2] = samples[at + 2] & 0xFF;
            at += BANDS;
        }
    }

    private static void mix(int[][] lines, int first, int[] weights, int[] sums) {
        Arrays.fill(sums, HALF);
        for (int i = 0; i < weights.length; i++) {
            add(lines[first + i], weights[i], sums);
        }
    }

    private static void add(int[] line, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += line[i] * weight;
        }
    }

    private static int clamp(int sum) {
        int value = sum >> FRACTION_BITS;
        return Math.max(0, Math.min(value, 255));
    }
}
