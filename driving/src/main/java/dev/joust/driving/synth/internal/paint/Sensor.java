// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * The camera behind the windscreen: uneven light from the glass, vignetting, a slight blur, and noise.
 *
 * <p>The uneven light is drawn once per clip from a coarse grid, so that footage of two places differs as a whole and
 * neighbouring frames do not.
 */
final class Sensor {
    private static final int COLUMNS = 7;
    private static final int ROWS = 5;
    private static final int ROWS_PER_GAIN = 4;
    private static final double VIGNETTE = 0.42;

    private final Canvas canvas;
    private final Look look;
    private final BufferedImage picture;
    private final byte[] bytes;
    private final double[] glass = new double[COLUMNS * ROWS];
    /** By column: how much darker it is than the middle. */
    private final float[] edge;
    /** By column: how far it is between two columns of the grid, 0 to 1, eased. */
    private final float[] ease;

    /** A sensor that exposes to a picture of blue, green, red bytes, the form that the JPEG encoder is fastest with. */
    Sensor(Canvas canvas, BufferedImage picture, Look look, Dice clip) {
        this.canvas = canvas;
        this.look = look;
        this.picture = picture;
        this.bytes = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        double unevenness = look.night() ? 0.3 : 0.17;
        for (int i = 0; i < glass.length; i++) {
            glass[i] = clip.range(-unevenness, unevenness);
        }
        this.edge = new float[canvas.width];
        this.ease = new float[canvas.width];
        for (int x = 0; x < canvas.width; x++) {
            double dx = x / (double) canvas.width - 0.5;
            edge[x] = (float) (VIGNETTE * dx * dx);
            double t = x * (COLUMNS - 1.0) / canvas.width % 1;
            ease[x] = (float) (t * t * (3 - 2 * t));
        }
    }

    BufferedImage expose(Dice dice) {
        if (look.rain() || look.hazeMetres() < 100) {
            soften();
        }
        int noise = look.night() ? dice.between(16, 27) : dice.between(7, 13);
        int shiftX = dice.between(0, NoiseTile.MASK);
        int shiftY = dice.between(0, NoiseTile.MASK);
        int veil = look.night() ? 3 : 0;
        int[] gain = new int[canvas.width];
        int[] add = new int[canvas.width];
        byte[] grain = NoiseTile.GRAIN.raw();
        for (int y = 0; y < canvas.height; y++) {
            if (y % ROWS_PER_GAIN == 0) {
                gains(y, gain);
            }
            int row = NoiseTile.row(y + shiftY);
            int period = Math.min(NoiseTile.SIZE, add.length);
            for (int x = 0; x < period; x++) {
                add[x] = ((grain[row | (x + shiftX & NoiseTile.MASK)] * noise) >> 8) + veil;
            }
            for (int filled = period; filled < add.length; filled += period) {
                System.arraycopy(add, 0, add, filled, Math.min(period, add.length - filled));
            }
            exposeRow(y * canvas.width, gain, add);
        }
        return picture;
    }

    private void exposeRow(int at, int[] gain, int[] add) {
        int[] pixels = canvas.pixels;
        int to = 3 * at;
        for (int x = 0; x < gain.length; x++) {
            int rgb = pixels[at + x];
            int factor = gain[x];
            int noise = add[x];
            bytes[to] = (byte) Math.max(0, Math.min(255, (((rgb & 255) * factor) >> 10) + noise));
            bytes[to + 1] = (byte) Math.max(0, Math.min(255, (((rgb >> 8 & 255) * factor) >> 10) + noise));
            bytes[to + 2] = (byte) Math.max(0, Math.min(255, (((rgb >> 16 & 255) * factor) >> 10) + noise));
            to += 3;
        }
    }

    /** The gains of one row, 1024 is one. */
    private void gains(int y, int[] gain) {
        double v = y / (double) (canvas.height - 1);
        double gridY = v * (ROWS - 1.001);
        int row = (int) gridY;
        double fractionY = gridY - row;
        float bright = (float) (1.03 - VIGNETTE * (v - 0.5) * (v - 0.5));
        for (int i = 0; i < COLUMNS - 1; i++) {
            double left = column(i, row, fractionY);
            double right = column(i + 1, row, fractionY);
            int from = firstColumn(i);
            int to = firstColumn(i + 1);
            float base = (float) (1024 * (1 + left));
            float rise = (float) (1024 * (right - left));
            for (int x = from; x < to; x++) {
                gain[x] = (int) ((bright - edge[x]) * (base + rise * ease[x]));
            }
        }
    }

    /** The first pixel column at or after a column of the grid. */
    private int firstColumn(int column) {
        return (column * canvas.width + COLUMNS - 2) / (COLUMNS - 1);
    }

    private double column(int column, int row, double fraction) {
        double top = glass[row * COLUMNS + column];
        return top + (glass[(row + 1) * COLUMNS + column] - top) * fraction;
    }

    /** The mean of each pixel and its right and lower neighbours. */
    private void soften() {
        int[] pixels = canvas.pixels;
        int last = pixels.length - canvas.width - 1;
        for (int i = 0; i < last; i++) {
            int across = mean(pixels[i], pixels[i + 1]);
            pixels[i] = mean(across, mean(pixels[i + canvas.width], pixels[i + canvas.width + 1]));
        }
    }

    private static int mean(int a, int b) {
        return (a & b) + (((a ^ b) & 0xFEFEFE) >> 1);
    }
}
