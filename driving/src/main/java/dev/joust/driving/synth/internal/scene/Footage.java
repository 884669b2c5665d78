// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.scene;

import dev.joust.driving.synth.internal.world.Conditions;
import dev.joust.driving.synth.internal.world.Dice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which clips a run consists of: how long each is, in which split, under which conditions.
 *
 * <p>A fifth of the frames is in clips of three to five, the others are clips of one. A clip lies in one split.
 */
public record Footage(List<Clip> clips) {
    private static final double CLIP_SHARE = 0.2;
    /** This share of the clips goes through all combinations of conditions in turn, so that rare ones occur. */
    private static final double ROUND_SHARE = 0.22;

    private static final double GOLDEN_RATIO = 0.6180339887498949;

    /** Copies the list. */
    public Footage {
        clips = List.copyOf(clips);
    }

    /** Clips of so many frames together; the fractions are met exactly, rounded to whole frames. */
    public static Footage plan(long seed, int frames, int firstClip, double valFraction, double testFraction) {
        List<Integer> lengths = lengths(seed, frames, firstClip);
        Split[] splits = splits(seed, lengths, firstClip, frames, valFraction, testFraction);
        List<Clip> clips = new ArrayList<>();
        Dice start = Dice.of(seed, 3);
        double hour = start.range(0, 1);
        int round = start.between(0, Conditions.COMBINATIONS - 1);
        for (int i = 0; i < lengths.size(); i++) {
            Dice dice = Dice.of(seed, firstClip + i, 4);
            hour = (hour + GOLDEN_RATIO) % 1;
            Conditions conditions = Conditions.draw(hour, dice);
            if (dice.chance(ROUND_SHARE)) {
                // 75 and the 196 combinations have no common divisor: each comes once per round, neighbours differ.
                conditions = Conditions.combination(75 * round++);
            }
            clips.add(new Clip(firstClip + i, lengths.get(i), splits[i], conditions));
        }
        return new Footage(clips);
    }

    /** How many frames a split has. */
    public int frames(Split split) {
        return clips.stream()
                .filter(clip -> clip.split() == split)
                .mapToInt(Clip::frames)
                .sum();
    }

    /** The splits that have frames. */
    public Set<Split> splits() {
        Set<Split> splits = EnumSet.noneOf(Split.class);
        clips.forEach(clip -> splits.add(clip.split()));
        return splits;
    }

    /** The splits that have frames and label files. */
    public List<Split> labelled() {
        return splits().stream().filter(split -> split != Split.TEST).toList();
    }

    private static List<Integer> lengths(long seed, int frames, int firstClip) {
        Dice dice = Dice.of(seed, firstClip, 5);
        int inClips = (int) Math.round(frames * CLIP_SHARE);
        if (inClips < 3) {
            inClips = 0;
        }
        List<Integer> lengths = new ArrayList<>();
        for (int rest = inClips; rest > 0; ) {
            int length = dice.between(3, 5);
            // What is left after this clip must again be a clip, or nothing.
            while (length != rest && rest - length < 3) {
                length = length == 3 ? Math.min(rest, 5) : length - 1;
            }
            lengths.add(length);
            rest -= length;
        }
        for (int i = inClips; i < frames; i++) {
            lengths.add(1);
        }
        List<Integer> order = shuffled(lengths.size(), dice.nextLong());
        return order.stream().map(lengths::get).toList();
    }

    private static Split[] splits(
            long seed, List<Integer> lengths, int firstClip, int frames, double valFraction, double testFraction) {
        int val = (int) Math.round(frames * valFraction);
        int test = Math.min(frames - val, (int) Math.round(frames * testFraction));
        int train = frames - val - test;
        Split[] splits = new Split[lengths.size()];
        List<Integer> order = new ArrayList<>(shuffled(lengths.size(), Dice.hash(seed, firstClip, 6)));
        // Long clips first: the clips of one frame then fill each split to its exact size.
        order.sort(Comparator.comparing(clip -> lengths.get(clip) == 1));
        int[] room = {val, test, train};
        Split[] names = {Split.VAL, Split.TEST, Split.TRAIN};
        Dice dice = Dice.of(seed, firstClip, 7);
        for (int clip : order) {
            int length = lengths.get(clip);
            int choice = choose(room, length, dice.range(0, room[0] + room[1] + room[2]));
            room[choice] -= length;
            splits[clip] = names[choice];
        }
        return splits;
    }

    private static int choose(int[] room, int length, double uniform) {
        double rest = uniform;
        int best = 0;
        for (int i = 0; i < room.length; i++) {
            rest -= room[i];
            if (rest < 0 && room[i] >= length) {
                return i;
            }
            if (room[i] > room[best]) {
                best = i;
            }
        }
        return best;
    }

    private static List<Integer> shuffled(int size, long seed) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingLong(i -> Dice.hash(seed, i)));
        return order;
    }

    /** The parts of the data set. */
    public enum Split {
        TRAIN("train"),
        VAL("val"),
        TEST("test");

        private final String word;

        Split(String word) {
            this.word = word;
        }

        /** The name of its folder and of its label file. */
        public String word() {
            return word;
        }
    }

    /** Frames of one place within a second. */
    public record Clip(int number, int frames, Split split, Conditions conditions) {}
}
