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
        int bottom = rows.end();
        byte[] narrow = new byte[(bottom - top) * columns.size() * BANDS];
        for (int y = top; y < bottom; y++) {
            scaleRow(samples, y * width * BANDS, narrow, (y - top) * columns.size() * BANDS);
        }
        int stride = columns.size() * BANDS;
        byte[] scaled = new byte[rows.size() * stride];
        int[] sums = new int[stride];
        for (int y = 0; y < rows.size(); y++) {
            mixRows(narrow, (rows.first[y] - top) * stride, rows.weights[y], sums);
            for (int x = 0; x < stride; x++) {
                scaled[y * stride + x] = clamp(sums[x]);
            }
        }
        return scaled;
    }

    private void scaleRow(byte[] samples, int row, byte[] target, int offset) {
        int out = offset;
        for (int x = 0; x < columns.size(); x++) {
            int a = HALF;
            int b = HALF;
            int c = HALF;
            int at = row + columns.first[x] * BANDS;
            for (int weight : columns.weights[x]) {
                a += (samples[at] & 0xFF) * weight;
                b += (samples[at + 1] & 0xFF) * weight;
                c += (samples[at + 2] & 0xFF) * weight;
                at += BANDS;
            }
            target[out] = clamp(a);
            target[out + 1] = clamp(b);
            target[out + 2] = clamp(c);
            out += BANDS;
        }
    }

    private static void mixRows(byte[] narrow, int from, int[] weights, int[] sums) {
        Arrays.fill(sums, HALF);
        int at = from;
        for (int weight : weights) {
            for (int x = 0; x < sums.length; x++) {
                sums[x] += (narrow[at + x] & 0xFF) * weight;
            }
            at += sums.length;
        }
    }

    private static byte clamp(int sum) {
        int value = sum >> FRACTION_BITS;
        return (byte) (value < 0 ? 0 : Math.min(value, 255));
    }
}
