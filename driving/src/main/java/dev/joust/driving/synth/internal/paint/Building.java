// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

/** A building beside the road: {@code side} -1 is left, {@code z} its near end. */
record Building(int side, double z, double length, double height, double setback, long seed) {
    static final int[] WALLS = {0xE4DED2, 0xC9B79E, 0xA9B4B8, 0xD8C9A6, 0x9E5F4A, 0xEDEAE4, 0xB8C2AC};
    /** Windows with somebody at home. */
    static final int[] LIT = {0xFFD489, 0xFFE2AE, 0xF4F0DC, 0xFFC468, 0xC8DCF4};
}
