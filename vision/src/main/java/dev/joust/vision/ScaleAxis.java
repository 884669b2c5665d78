// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

/**
 * The weights that scale one axis from a length to another, as exact integers that add up to {@link #total()}.
 *
 * <p>Shrinking is an area average: new pixel {@code i} is the interval {@code [i*length/newLength,
 * (i+1)*length/newLength)} and each old pixel weighs as much as it lies inside. Otherwise it is linear interpolation
 * between the two nearest pixel centres, the edge pixels repeated.
 */
final class ScaleAxis {
    private final int total;
    private final int[] first;
    private final int[][] weights;

    private ScaleAxis(int total, int newLength) {
        this.total = total;
        this.first = new int[newLength];
        this.weights = new int[newLength][];
    }

    /** From a length to another. */
    static ScaleAxis of(int length, int newLength) {
        if (newLength < length) {
            return ofShrunk(length, 1, newLength);
        }
        ScaleAxis axis = new ScaleAxis(2 * newLength, newLength);
        for (int i = 0; i < newLength; i++) {
            axis.interpolate(i, length, newLength);
        }
        return axis;
    }

    /**
     * From a length of which each old pixel already stands for several, the last one for what is left of them.
     *
     * @param newLength at most {@code length / reduction}
     */
    static ScaleAxis ofShrunk(int length, int reduction, int newLength) {
        ScaleAxis axis = new ScaleAxis(length, newLength);
        for (int i = 0; i < newLength; i++) {
            axis.average(i, length, (long) reduction * newLength);
        }
        return axis;
    }

    int newLength() {
        return first.length;
    }

    /** What the weights of each new pixel add up to. */
    int total() {
        return total;
    }

    /** The first old pixel that has a weight in new pixel {@code i}. */
    int first(int i) {
        return first[i];
    }

    /** The weights of the old pixels in new pixel {@code i}, from {@link #first} on. */
    int[] weights(int i) {
        return weights[i];
    }

    private void average(int i, int length, long step) {
        long from = (long) i * length;
        long to = from + length;
        first[i] = (int) (from / step);
        weights[i] = new int[(int) ((to - 1) / step) - first[i] + 1];
        for (int k = 0; k < weights[i].length; k++) {
            long left = (first[i] + k) * step;
            weights[i][k] = (int) (Math.min(to, left + step) - Math.max(from, left));
        }
    }

    private void interpolate(int i, int length, int newLength) {
        // The new centre as a multiple of 1/total old pixels from the first old centre.
        long center = (2L * i + 1) * length - newLength;
        int left = (int) Math.floorDiv(center, (long) total);
        int right = (int) Math.floorMod(center, (long) total);
        first[i] = Math.max(0, left);
        weights[i] = left < 0 || left + 1 >= length ? new int[] {total} : new int[] {total - right, right};
    }
}
