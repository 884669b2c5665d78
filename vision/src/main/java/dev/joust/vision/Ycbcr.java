// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

/**
 * {@link ColorModel#YCBCR} for many pixels at once: the same results, with each term looked up instead of multiplied.
 */
final class Ycbcr {
    private static final int HALF = 1 << 15;
    private static final int FRACTION_BITS = 16;

    /** What the differences can add to or take from a brightness, and more. */
    private static final int MARGIN = 256;

    private static final int[] RED = new int[256];
    private static final int[] GREEN_BY_CB = new int[256];
    private static final int[] GREEN_BY_CR = new int[256];
    private static final int[] BLUE = new int[256];
    private static final byte[] CLAMPED = new byte[256 + 2 * MARGIN];

    static {
        for (int i = 0; i < 256; i++) {
            int difference = i - 128;
            RED[i] = MARGIN + ((ColorModel.RED_BY_CR * difference + HALF) >> FRACTION_BITS);
            GREEN_BY_CB[i] = ColorModel.GREEN_BY_CB * difference;
            GREEN_BY_CR[i] = ColorModel.GREEN_BY_CR * difference + HALF;
            BLUE[i] = MARGIN + ((ColorModel.BLUE_BY_CB * difference + HALF) >> FRACTION_BITS);
        }
        for (int i = 0; i < CLAMPED.length; i++) {
            CLAMPED[i] = (byte) Math.max(0, Math.min(255, i - MARGIN));
        }
    }

    private Ycbcr() {}

    static void toRgb(byte[] samples, int pixels, byte[] target, int offset) {
        for (int at = 0, out = offset; at < 3 * pixels; at += 3, out += 3) {
            int y = samples[at] & 0xFF;
            int cb = samples[at + 1] & 0xFF;
            int cr = samples[at + 2] & 0xFF;
            target[out] = CLAMPED[y + RED[cr]];
            target[out + 1] = green(y, cb, cr);
            target[out + 2] = CLAMPED[y + BLUE[cb]];
        }
    }

    static void toBgr(byte[] samples, int pixels, byte[] target) {
        for (int at = 0; at < 3 * pixels; at += 3) {
            int y = samples[at] & 0xFF;
            int cb = samples[at + 1] & 0xFF;
            int cr = samples[at + 2] & 0xFF;
            target[at] = CLAMPED[y + BLUE[cb]];
            target[at + 1] = green(y, cb, cr);
            target[at + 2] = CLAMPED[y + RED[cr]];
        }
    }

    private static byte green(int y, int cb, int cr) {
        return CLAMPED[MARGIN + y + ((GREEN_BY_CB[cb] + GREEN_BY_CR[cr]) >> FRACTION_BITS)];
    }
}
