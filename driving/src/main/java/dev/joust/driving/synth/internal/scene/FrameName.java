// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.scene;

import dev.joust.driving.synth.internal.world.Dice;

/**
 * The names of a frame and of its clip, as hashes of (seed, clip, frame).
 *
 * <p>BDD100K names an image after the video that it was cut from, {@code 8-8} hex digits; videos of one drive share the
 * first eight. Here the first eight digits are one clip's, and are its video name; the last eight are the frame's.
 * Within one seed no two clips and no two frames of a clip can share a name, because both halves are bijections of
 * their number.
 */
public record FrameName(String videoName, String imageId) {
    static FrameName of(long seed, int clip, int frame) {
        int first = mix(clip + (int) Dice.hash(seed, 1));
        int second = mix(frame + (int) Dice.hash(seed, clip, 2));
        String video = hex(first);
        return new FrameName(video, video + "-" + hex(second));
    }

    /** The image's name with its ending. */
    public String fileName() {
        return imageId + ".jpg";
    }

    private static String hex(int value) {
        String digits = Integer.toHexString(value);
        return "0".repeat(8 - digits.length()) + digits;
    }

    /** The 32-bit finalizer of MurmurHash3, a bijection. */
    private static int mix(int value) {
        int mixed = value;
        mixed = (mixed ^ (mixed >>> 16)) * 0x85EBCA6B;
        mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
        return mixed ^ (mixed >>> 16);
    }
}
