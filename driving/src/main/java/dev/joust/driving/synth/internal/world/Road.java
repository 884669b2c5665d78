// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.world;

import dev.joust.driving.synth.internal.world.Conditions.Scene;
import java.util.ArrayList;
import java.util.List;

/**
 * The cross-section of the ground, from far left to far right, and what is painted on it.
 *
 * @param left edge of the carriageway in metres, negative
 * @param right edge of the carriageway in metres
 * @param walk width of the pavement on each side, 0 where there is none
 * @param ownLane middle of the lane that the camera drives in
 * @param lanes middles of all lanes
 * @param oncoming how many of the lanes, from the left, come towards the camera
 */
public record Road(
        double left,
        double right,
        double walk,
        double ownLane,
        List<Double> lanes,
        int oncoming,
        List<Strip> strips,
        List<Marking> markings,
        List<Band> bands) {
    /** Copies the lists. */
    public Road {
        lanes = List.copyOf(lanes);
        strips = List.copyOf(strips);
        markings = List.copyOf(markings);
        bands = List.copyOf(bands);
    }

    /** A road as it is usual in a scene, with a crosswalk at that distance unless it is 0. */
    public static Road plan(Scene scene, Look look, double crosswalkZ, Dice dice) {
        double laneWidth = scene == Scene.HIGHWAY ? 3.6 : dice.range(3, 3.4);
        int count = laneCount(scene, dice);
        int oncoming = scene == Scene.HIGHWAY || scene == Scene.TUNNEL ? 0 : dice.chance(0.18) ? 0 : count / 2;
        double shoulder = shoulder(scene, dice);
        double half = count * laneWidth / 2;
        List<Double> lanes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lanes.add(-half + laneWidth * (i + 0.5));
        }
        double own = lanes.get(dice.between(oncoming, count - 1));
        double walk = walk(scene, dice);
        double left = -half - shoulder;
        double right = half + shoulder;
        return new Road(
                left,
                right,
                walk,
                own,
                lanes,
                oncoming,
                strips(scene, look, left, right, walk, dice),
                markings(scene, half, laneWidth, count, oncoming, dice),
                bands(look, crosswalkZ, left, right, dice));
    }

    /** Where the pavement ends on a side, -1 is left; the edge of the carriageway where there is none. */
    public double walkEdge(int side) {
        return side < 0 ? left - walk : right + walk;
    }

    private static int laneCount(Scene scene, Dice dice) {
        return switch (scene) {
            case HIGHWAY -> dice.between(3, 5);
            case TUNNEL -> dice.between(2, 3);
            case CITY_STREET -> dice.pick(new int[] {2, 2, 3, 4, 4, 6});
            case RESIDENTIAL, PARKING_LOT, GAS_STATIONS, UNDEFINED -> 2;
        };
    }

    private static double shoulder(Scene scene, Dice dice) {
        return switch (scene) {
            case HIGHWAY -> dice.range(1.5, 3.2);
            case CITY_STREET, RESIDENTIAL -> dice.chance(0.75) ? 2.3 : 0.4;
            case TUNNEL, UNDEFINED, GAS_STATIONS -> 0.6;
            case PARKING_LOT -> 5.2;
        };
    }

    private static double walk(Scene scene, Dice dice) {
        return switch (scene) {
            case CITY_STREET -> dice.range(2.6, 5.5);
            case RESIDENTIAL, GAS_STATIONS -> dice.range(1.6, 2.4);
            case TUNNEL -> 0.9;
            case HIGHWAY, PARKING_LOT, UNDEFINED -> 0;
        };
    }

    private static List<Strip> strips(Scene scene, Look look, double left, double right, double walk, Dice dice) {
        int asphalt = Colors.vary(dice.pick(new int[] {0x5C5D60, 0x6B6A68, 0x4C4E53, 0x77746F}), dice, 0.12);
        int outside = outside(scene, look, dice);
        int pavement = Colors.vary(0x98948C, dice, 0.12);
        int kerb = Colors.vary(0xB4B0A8, dice, 0.08);
        if (look.snow()) {
            asphalt = Colors.mix(asphalt, 0xDCE0E6, dice.range(0.1, 0.45));
            pavement = Colors.mix(pavement, 0xE4E8EE, 0.75);
            kerb = Colors.mix(kerb, 0xE9ECF1, 0.6);
        }
        if (look.rain()) {
            asphalt = Colors.scale(asphalt, 0.72);
            pavement = Colors.scale(pavement, 0.78);
        }
        List<Strip> strips = new ArrayList<>();
        strips.add(new Strip(-1e4, outside));
        if (walk > 0) {
            strips.add(new Strip(left - walk, pavement));
            strips.add(new Strip(left - 0.22, kerb));
        }
        strips.add(new Strip(left, asphalt));
        strips.add(new Strip(right, walk > 0 ? kerb : outside));
        if (walk > 0) {
            strips.add(new Strip(right + 0.22, pavement));
            strips.add(new Strip(right + walk, outside));
        }
        return strips;
    }

    private static int outside(Scene scene, Look look, Dice dice) {
        if (look.snow() && scene != Scene.TUNNEL) {
            return Colors.vary(0xDDE3EA, dice, 0.05);
        }
        return switch (scene) {
            case CITY_STREET, TUNNEL -> Colors.vary(0x7C7770, dice, 0.15);
            case PARKING_LOT, GAS_STATIONS -> Colors.vary(0x6E6E6C, dice, 0.12);
            case RESIDENTIAL, HIGHWAY, UNDEFINED ->
                Colors.vary(dice.pick(new int[] {0x5F7A3C, 0x7C7F48, 0x8C8458, 0x4F6A3A}), dice, 0.15);
        };
    }

    private static List<Marking> markings(
            Scene scene, double half, double laneWidth, int count, int oncoming, Dice dice) {
        List<Marking> markings = new ArrayList<>();
        if (scene == Scene.RESIDENTIAL && dice.chance(0.5)) {
            return markings;
        }
        int yellow = 0xD9B23C;
        for (int i = 0; i <= count; i++) {
            double x = -half + i * laneWidth;
            if (i == 0 || i == count) {
                markings.add(new Marking(x, 0.13, 0, 1, i == 0 && oncoming == 0 ? yellow : 0xE2E2DC));
            } else if (i == oncoming) {
                markings.add(new Marking(x - 0.14, 0.12, 0, 1, yellow));
                markings.add(new Marking(x + 0.14, 0.12, 0, 1, yellow));
            } else {
                markings.add(new Marking(x, 0.14, scene == Scene.HIGHWAY ? 12 : 9, 0.34, 0xE2E2DC));
            }
        }
        return markings;
    }

    private static List<Band> bands(Look look, double crosswalkZ, double left, double right, Dice dice) {
        List<Band> bands = new ArrayList<>();
        if (crosswalkZ > 0) {
            bands.add(new Band(crosswalkZ - 1.5, crosswalkZ + 1.5, left + 0.3, right - 0.3, 1.1, 0.5, 0xE4E4DE, 0.85));
            bands.add(new Band(crosswalkZ - 2.9, crosswalkZ - 2.5, left + 0.3, right - 0.3, 0, 1, 0xE4E4DE, 0.85));
        }
        int shadows = look.night() || look.tunnel() ? 0 : dice.between(0, 4);
        for (int i = 0; i < shadows; i++) {
            double z = dice.logRange(3, 80);
            double reach = dice.range(left - 8, right + 8);
            boolean fromLeft = dice.chance(0.5);
            bands.add(new Band(
                    z,
                    z * dice.range(1.15, 1.8),
                    fromLeft ? -60 : reach,
                    fromLeft ? reach : 60,
                    0,
                    1,
                    0x10141C,
                    look.shadow() * 0.8));
        }
        int patches = dice.between(0, 3);
        for (int i = 0; i < patches; i++) {
            double z = dice.logRange(4, 40);
            double x = dice.range(left, right - 2);
            bands.add(new Band(z, z + dice.range(1, 9), x, x + dice.range(0.8, 3.2), 0, 1, 0x2A2B2D, 0.4));
        }
        return bands;
    }

    /** Ground of one colour from here to the next strip. */
    public record Strip(double from, int rgb) {}

    /** A line along the road; {@code period} 0 is a solid one, else {@code share} of each period is painted. */
    public record Marking(double x, double width, double period, double share, int rgb) {}

    /** A rectangle on the ground, or stripes in it. */
    public record Band(
            double fromZ,
            double toZ,
            double fromX,
            double toX,
            double period,
            double share,
            int rgb,
            double strength) {}
}
