// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth;

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

    private final Canvas canvas;
    private final Look look;
    private final double[] glass = new double[COLUMNS * ROWS];

    Sensor(Canvas canvas, Look look, Dice clip) {
        this.canvas = canvas;
        this.look = look;
        double unevenness = look.night ? 0.3 : 0.17;
        for (int i = 0; i < glass.length; i++) {
            glass[i] = clip.range(-unevenness, unevenness);
        }
    }

    void expose(Dice dice) {
        if (look.rain || look.hazeMetres < 100) {
            soften();
        }
        int noise = look.night ? dice.between(16, 27) : dice.between(7, 13);
        int shiftX = dice.between(0, NoiseTile.MASK);
        int shiftY = dice.between(0, NoiseTile.MASK);
        int veil = look.night ? 3 : 0;
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
                add[x] = (grain[row | x + shiftX & NoiseTile.MASK] * noise >> 8) + veil;
            }
            for (int filled = period; filled < add.length; filled += period) {
                System.arraycopy(add, 0, add, filled, Math.min(period, add.length - filled));
            }
            exposeRow(canvas.pixels, y * canvas.width, gain, add);
        }
    }

    private static void exposeRow(int[] pixels, int at, int[] gain, int[] add) {
        for (int x = 0; x < gain.length; x++) {
            int rgb = pixels[at + x];
            int red = ((rgb >> 16 & 255) * gain[x] >> 10) + add[x];
            int green = ((rgb >> 8 & 255) * gain[x] >> 10) + add[x];
            int blue = ((rgb & 255) * gain[x] >> 10) + add[x];
            pixels[at + x] = Math.max(0, Math.min(255, red)) << 16
                    | Math.max(0, Math.min(255, green)) << 8
                    | Math.max(0, Math.min(255, blue));
        }
    }

    /** The gains of one row, 1024 is one. */
    private void gains(int y, int[] gain) {
        double v = y / (double) (canvas.height - 1);
        double gridY = v * (ROWS - 1.001);
        int row = (int) gridY;
        double fractionY = gridY - row;
        double dy = v - 0.5;
        for (int i = 0; i < COLUMNS - 1; i++) {
            double left = column(i, row, fractionY);
            double right = column(i + 1, row, fractionY);
            int from = i * canvas.width / (COLUMNS - 1);
            int to = (i + 1) * canvas.width / (COLUMNS - 1);
            for (int x = from; x < to; x++) {
                double t = (x - from) / (double) (to - from);
                double dx = x / (double) canvas.width - 0.5;
                double vignette = 1.03 - 0.42 * (dx * dx + dy * dy);
                gain[x] = (int) (1024 * vignette * (1 + left + (right - left) * t * t * (3 - 2 * t)));
            }
        }
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
