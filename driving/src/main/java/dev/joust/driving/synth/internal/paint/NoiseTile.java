// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import dev.joust.driving.synth.internal.world.Dice;

/**
 * Precomputed noise that repeats without a seam; the same in every run, read at places that differ by frame.
 *
 * <p>{@link #GRAIN} is white noise for sensors and road metal, {@link #CLOUDS} is smooth noise of several sizes (value
 * noise, summed by octaves).
 */
final class NoiseTile {
    /** Edge of a tile; a power of two. */
    static final int SIZE = 512;

    static final int MASK = SIZE - 1;
    static final NoiseTile GRAIN = grain();
    static final NoiseTile CLOUDS = clouds();

    private final byte[] values;

    private NoiseTile(byte[] values) {
        this.values = values;
    }

    /** Signed, mean 0, deviation about 40. */
    int at(int x, int y) {
        return values[(y & MASK) << 9 | (x & MASK)];
    }

    /** A row of the tile starts here in {@link #raw}. */
    static int row(int y) {
        return (y & MASK) << 9;
    }

    /** The values row by row; read only. */
    byte[] raw() {
        return values;
    }

    /** Bilinear, about -1 to 1. */
    double smooth(double x, double y) {
        double floorX = Math.floor(x);
        double floorY = Math.floor(y);
        int column = (int) floorX;
        int row = (int) floorY;
        double fractionX = x - floorX;
        double fractionY = y - floorY;
        double top = at(column, row) + (at(column + 1, row) - at(column, row)) * fractionX;
        double bottom = at(column, row + 1) + (at(column + 1, row + 1) - at(column, row + 1)) * fractionX;
        return (top + (bottom - top) * fractionY) / 100;
    }

    private static NoiseTile grain() {
        Dice dice = Dice.of(11);
        byte[] values = new byte[SIZE * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) Math.max(-127, Math.min(127, Math.round(dice.gaussian() * 40)));
        }
        return new NoiseTile(values);
    }

    private static NoiseTile clouds() {
        double[] sum = new double[SIZE * SIZE];
        double weight = 1;
        for (int cells = 4; cells <= 128; cells *= 2) {
            addOctave(sum, cells, weight);
            weight *= 0.55;
        }
        byte[] values = new byte[SIZE * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) Math.max(-127, Math.min(127, Math.round(sum[i] * 95)));
        }
        return new NoiseTile(values);
    }

    private static void addOctave(double[] sum, int cells, double weight) {
        Dice dice = Dice.of(12, cells);
        double[] lattice = new double[cells * cells];
        for (int i = 0; i < lattice.length; i++) {
            lattice[i] = dice.range(-1, 1);
        }
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                sum[y * SIZE + x] +=
                        weight * lattice(lattice, cells, x * cells / (double) SIZE, y * cells / (double) SIZE);
            }
        }
    }

    private static double lattice(double[] lattice, int cells, double x, double y) {
        int column = (int) x;
        int row = (int) y;
        int right = (column + 1) % cells;
        int below = (row + 1) % cells;
        double u = ease(x - column);
        double v = ease(y - row);
        double top = lattice[row * cells + column] * (1 - u) + lattice[row * cells + right] * u;
        double bottom = lattice[below * cells + column] * (1 - u) + lattice[below * cells + right] * u;
        return top * (1 - v) + bottom * v;
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }
}
