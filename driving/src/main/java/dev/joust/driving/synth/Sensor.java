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
        int noise = look.night ? dice.between(22, 34) : dice.between(9, 16);
        int shiftX = dice.between(0, NoiseTile.MASK);
        int shiftY = dice.between(0, NoiseTile.MASK);
        int veil = look.night ? 3 : 0;
        int[] gain = new int[canvas.width];
        byte[] grain = NoiseTile.GRAIN.raw();
        for (int y = 0; y < canvas.height; y++) {
            gains(y, gain);
            int row = NoiseTile.row(y + shiftY);
            int rowShift = shiftX + (y >> 9) * 131;
            int at = y * canvas.width;
            for (int x = 0; x < canvas.width; x++) {
                int rgb = canvas.pixels[at + x];
                int factor = gain[x];
                int add = (grain[row | x + rowShift & NoiseTile.MASK] * noise >> 8) + veil;
                int red = ((rgb >> 16 & 255) * factor >> 10) + add;
                int green = ((rgb >> 8 & 255) * factor >> 10) + add;
                int blue = ((rgb & 255) * factor >> 10) + add;
                canvas.pixels[at + x] = clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
            }
        }
    }

    private static int clamp(int value) {
        return value < 0 ? 0 : Math.min(value, 255);
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
