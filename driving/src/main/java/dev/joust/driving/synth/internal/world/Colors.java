// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.world;

/** Arithmetic on colours packed as 0xRRGGBB. */
public final class Colors {
    private Colors() {}

    /** A colour of three parts, each cut to 0 to 255. */
    public static int of(double red, double green, double blue) {
        return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
    }

    /** A colour made brighter or darker. */
    public static int scale(int rgb, double factor) {
        return of(red(rgb) * factor, green(rgb) * factor, blue(rgb) * factor);
    }

    /** Between two colours: share 0 gives the first, 1 the second. */
    public static int mix(int from, int to, double share) {
        return of(
                red(from) + (red(to) - red(from)) * share,
                green(from) + (green(to) - green(from)) * share,
                blue(from) + (blue(to) - blue(from)) * share);
    }

    /** The red part, 0 to 255. */
    public static int red(int rgb) {
        return rgb >> 16 & 255;
    }

    /** The green part, 0 to 255. */
    public static int green(int rgb) {
        return rgb >> 8 & 255;
    }

    /** The blue part, 0 to 255. */
    public static int blue(int rgb) {
        return rgb & 255;
    }

    /** The brighter or darker neighbour of a colour, so that two houses or coats are rarely the same. */
    public static int vary(int rgb, Dice dice, double amount) {
        double factor = 1 + dice.range(-amount, amount);
        return of(
                red(rgb) * factor + dice.range(-8, 8),
                green(rgb) * factor + dice.range(-8, 8),
                blue(rgb) * factor + dice.range(-8, 8));
    }

    private static int clamp(double value) {
        return value <= 0 ? 0 : value >= 255 ? 255 : (int) (value + 0.5);
    }
}
