// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

/** What the bands of decoded samples mean, and their integer conversion to RGB and luma. */
enum ColorModel {
    /** One band. */
    GREY(1),
    /** Red, green, blue. */
    RGB(3),
    /** Luma and two colour differences, full range, as JFIF has them. */
    YCBCR(3),
    /** Amounts of ink, 255 the most. */
    CMYK(4),
    /** Amounts of light left by the inks, as Adobe writes them: 255 is no ink. */
    INVERTED_CMYK(4),
    /** {@link #INVERTED_CMYK} with its first three bands as luma and colour differences of the complement. */
    INVERTED_YCCK(4);

    /** What JFIF adds to brightness for each colour difference, in 16 fractional bits, rounded to nearest. */
    static final int RED_BY_CR = 91881;

    static final int GREEN_BY_CB = -22554;
    static final int GREEN_BY_CR = -46802;
    static final int BLUE_BY_CB = 116130;

    private final int bands;

    ColorModel(int bands) {
        this.bands = bands;
    }

    int bands() {
        return bands;
    }

    /** One pixel as {@code 0xRRGGBB}. */
    int rgb(byte[] samples, int at) {
        int a = samples[at] & 0xFF;
        if (this == GREY) {
            return a << 16 | a << 8 | a;
        }
        int b = samples[at + 1] & 0xFF;
        int c = samples[at + 2] & 0xFF;
        return switch (this) {
            case GREY, RGB -> a << 16 | b << 8 | c;
            case YCBCR -> fromYcbcr(a, b, c);
            case CMYK -> inked(255 - a, 255 - b, 255 - c, 255 - (samples[at + 3] & 0xFF));
            case INVERTED_CMYK -> inked(a, b, c, samples[at + 3] & 0xFF);
            case INVERTED_YCCK -> {
                int complement = 0xFFFFFF - fromYcbcr(a, b, c);
                yield inked(complement >> 16, complement >> 8 & 0xFF, complement & 0xFF, samples[at + 3] & 0xFF);
            }
        };
    }

    /** BT.601 luma of one pixel, 0 to 255. */
    int luma(byte[] samples, int at) {
        if (this == GREY || this == YCBCR) {
            return samples[at] & 0xFF;
        }
        int rgb = rgb(samples, at);
        return (19595 * (rgb >> 16) + 38470 * (rgb >> 8 & 0xFF) + 7471 * (rgb & 0xFF) + 32768) >> 16;
    }

    private static int fromYcbcr(int y, int cb, int cr) {
        int u = cb - 128;
        int v = cr - 128;
        int red = clamp(y + ((RED_BY_CR * v + 32768) >> 16));
        int green = clamp(y + ((GREEN_BY_CB * u + GREEN_BY_CR * v + 32768) >> 16));
        int blue = clamp(y + ((BLUE_BY_CB * u + 32768) >> 16));
        return red << 16 | green << 8 | blue;
    }

    private static int inked(int red, int green, int blue, int black) {
        int r = (red * black + 127) / 255;
        int g = (green * black + 127) / 255;
        int b = (blue * black + 127) / 255;
        return r << 16 | g << 8 | b;
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
