// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rows of buildings with windows along a street, houses with roofs and hedges, the store behind a parking lot. */
final class Buildings {
    private static final int[] FACADES = {
        0xA58B73, 0xB7A896, 0x8C6A58, 0x9A9A96, 0x6F7680, 0xC4B7A2, 0x7A5A4C, 0xD2CCC0, 0x586069, 0xA8714F
    };
    private static final int[] WALLS = {0xE4DED2, 0xC9B79E, 0xA9B4B8, 0xD8C9A6, 0x9E5F4A, 0xEDEAE4, 0xB8C2AC};
    private static final int[] ROOFS = {0x5A3F38, 0x4A4C52, 0x7A4A3C, 0x3C3F46, 0x6A5B50};
    private static final int[] LIT = {0xFFD489, 0xFFE2AE, 0xF4F0DC, 0xFFC468, 0xC8DCF4};

    private final Canvas canvas;
    private final Camera camera;
    private final Look look;
    private final Lighting lighting;
    private final Road road;
    private final double travelled;

    Buildings(Canvas canvas, Camera camera, Look look, Lighting lighting, Road road, double travelled) {
        this.canvas = canvas;
        this.camera = camera;
        this.look = look;
        this.lighting = lighting;
        this.road = road;
        this.travelled = travelled;
    }

    void paintStreet(Dice dice) {
        List<Block> blocks = new ArrayList<>();
        for (int side = -1; side <= 1; side += 2) {
            double low = dice.logRange(5, 14);
            double high = low * dice.range(1.5, 4);
            double gaps = dice.range(0, 0.45);
            double z = dice.range(-14, 6);
            while (z < 210) {
                double length = dice.range(9, 30);
                if (!dice.chance(gaps)) {
                    double setback = dice.chance(0.75) ? 0 : dice.range(0, 7);
                    blocks.add(new Block(side, z, length, dice.logRange(low, high), setback, dice.nextLong()));
                }
                z += length + (dice.chance(0.2) ? dice.range(5, 15) : 0);
            }
        }
        blocks.sort(Comparator.comparingDouble(Block::z).reversed());
        for (Block block : blocks) {
            paintBlock(block);
        }
    }

    private void paintBlock(Block block) {
        Dice dice = Dice.of(block.seed(), 61);
        double near = block.z() - travelled;
        double far = near + block.length();
        if (far <= Camera.NEAR + 0.2) {
            return;
        }
        double wall = edge(block.side()) + block.side() * block.setback();
        double deep = wall + block.side() * 16;
        int rgb = Colors.vary(dice.pick(FACADES), dice, 0.15);
        boolean sunny = look.sunColumn < 0.5 == block.side() > 0;
        int flank = Colors.scale(rgb, look.shadow > 0.4 ? (sunny ? 1.12 : 0.62) : 0.92);
        int end = Colors.scale(rgb, look.shadow > 0.4 ? (sunny ? 0.7 : 0.9) : 0.8);
        lighting.moveTo(wall, Math.max(near, 2) + 3);
        if (near > Camera.NEAR) {
            canvas.fill(
                    camera.project(
                            wall, 0, near, wall, block.height(), near, deep, block.height(), near, deep, 0, near),
                    lighting.shade(end));
            windowsAhead(block, wall, near, dice);
        }
        canvas.fill(
                camera.project(wall, 0, near, wall, block.height(), near, wall, block.height(), far, wall, 0, far),
                lighting.shade(flank));
        windowsAlong(block, wall, near, dice);
    }

    private double edge(int side) {
        return side < 0 ? road.left() - road.walk() : road.right() + road.walk();
    }

    private void windowsAlong(Block block, double wall, double near, Dice dice) {
        double pitch = dice.range(2.6, 4.2);
        double wide = pitch * dice.range(0.35, 0.75);
        int floors = (int) ((block.height() - 4.4) / 3.2);
        double lit = dice.range(0.08, 0.5);
        int lamp = dice.pick(LIT);
        boolean shop = dice.chance(0.7);
        for (double at = near + 1; at < near + block.length() - wide; at += pitch) {
            double from = Math.max(at, Camera.NEAR);
            double to = at + wide;
            boolean seen = to > from && Math.abs(camera.screenX(wall, to) - camera.screenX(wall, from)) > 1.2;
            for (int floor = -1; floor < floors; floor++) {
                boolean shining = dice.chance(floor < 0 ? 0.75 : lit);
                if (!seen || (floor < 0 && !shop)) {
                    continue;
                }
                double low = floor < 0 ? 0.7 : 4.4 + 3.2 * floor;
                double high = low + (floor < 0 ? 2.3 : 1.7);
                double width = floor < 0 ? Math.min(pitch * 0.9, near + block.length() - at) : wide;
                if (camera.screenY(low, to) < 0) {
                    break;
                }
                window(
                        camera.project(
                                wall, low, from, wall, high, from, wall, high, at + width, wall, low, at + width),
                        shining,
                        lamp);
            }
        }
        if (shop) {
            double from = Math.max(near + 0.4, Camera.NEAR);
            double out = wall - block.side() * 0.9;
            Path2D awning = camera.project(
                    wall,
                    3.9,
                    from,
                    wall,
                    3.9,
                    near + block.length() - 0.4,
                    out,
                    3.2,
                    near + block.length() - 0.4,
                    out,
                    3.2,
                    from);
            canvas.fill(
                    awning, lighting.shade(dice.pick(new int[] {0x8E2F2A, 0x2D5A46, 0x34507E, 0x5A4E42, 0xB08A3A})));
        }
    }

    private void windowsAhead(Block block, double wall, double z, Dice dice) {
        if (camera.scale(z) < 5) {
            return;
        }
        int floors = (int) ((block.height() - 4.4) / 3.2);
        for (int floor = 0; floor < floors; floor++) {
            double low = 4.4 + 3.2 * floor;
            if (camera.screenY(low, z) < 0) {
                return;
            }
            for (int column = 0; column < 4; column++) {
                double x = wall + block.side() * (1.2 + 3.6 * column);
                boolean shining = dice.chance(0.2);
                window(
                        camera.project(
                                x,
                                low,
                                z,
                                x,
                                low + 1.7,
                                z,
                                x + block.side() * 1.6,
                                low + 1.7,
                                z,
                                x + block.side() * 1.6,
                                low,
                                z),
                        shining,
                        0xFFD489);
            }
        }
    }

    private void window(Path2D pane, boolean shining, int lamp) {
        if (look.night && shining) {
            canvas.fill(pane, lighting.shine(Colors.scale(lamp, 0.85)));
        } else if (look.dusk && shining) {
            canvas.fill(pane, lighting.shine(Colors.mix(0x6A6258, lamp, 0.6)));
        } else {
            canvas.fill(pane, lighting.shade(shining ? 0x55626E : 0x36404A));
        }
    }

    void paintHouses(Dice dice) {
        List<Block> houses = new ArrayList<>();
        for (int side = -1; side <= 1; side += 2) {
            double setback = dice.range(4, 10);
            double density = dice.range(0.45, 0.95);
            double z = dice.range(-6, 10);
            while (z < 150) {
                double length = dice.range(8, 13);
                if (dice.chance(density)) {
                    houses.add(new Block(
                            side, z, length, dice.range(2.8, 5.6), setback + dice.range(0, 2), dice.nextLong()));
                }
                z += length + dice.range(2, 9);
            }
        }
        houses.sort(Comparator.comparingDouble(Block::z).reversed());
        for (Block house : houses) {
            paintHouse(house);
        }
    }

    private void paintHouse(Block house) {
        Dice dice = Dice.of(house.seed(), 62);
        double near = house.z() - travelled;
        Figure figure = new Figure();
        double half = dice.range(4, 6);
        double x = edge(house.side()) + house.side() * (house.setback() + half);
        Solid solid = new Solid(figure, camera, x, near + house.length() / 2, 0);
        int wall = Colors.vary(dice.pick(WALLS), dice, 0.1);
        int roof = look.snow ? 0xE6EAF0 : Colors.vary(dice.pick(ROOFS), dice, 0.15);
        double back = -house.length() / 2;
        double top = house.height();
        double ridge = top + dice.range(1.6, 3);
        solid.box(wall, back, -back, 0, top, half);
        solid.face(Colors.scale(wall, 0.9), back, top, -half, back, ridge, 0, back, top, half);
        solid.flanks(
                roof,
                half + 0.4,
                0,
                back - 0.4,
                top - 0.2,
                back - 0.4,
                ridge,
                -back + 0.4,
                ridge,
                -back + 0.4,
                top - 0.2);
        int glass = look.dark() && dice.chance(0.55) ? dice.pick(LIT) : 0x3B4852;
        for (double along = back + 1; along < -back - 1.5; along += 2.8) {
            for (double low = 0.9; low + 1.5 < top; low += 2.6) {
                pane(solid, glass, along, low, half);
            }
        }
        for (double across = -half + 1; across < half - 1.5; across += 2.6) {
            solid.end(glass == 0x3B4852 ? glass : Colors.scale(glass, 1), back - 0.02, across, across + 1.2, 1, 2.2);
        }
        lighting.moveTo(edge(house.side()), Math.max(near, 2) + 3);
        canvas.fill(figure, lighting);
        if (dice.chance(0.6)) {
            hedge(house.side(), near, house.length(), dice);
        }
    }

    private static void pane(Solid solid, int glass, double along, double low, double half) {
        double[] corners = {along, low, along, low + 1.3, along + 1.2, low + 1.3, along + 1.2, low};
        if (glass == 0x3B4852) {
            solid.flanks(glass, half + 0.02, half + 0.02, corners);
            return;
        }
        solid.light(
                glass,
                along,
                low,
                half + 0.02,
                along,
                low + 1.3,
                half + 0.02,
                along + 1.2,
                low + 1.3,
                half + 0.02,
                along + 1.2,
                low,
                half + 0.02);
        solid.light(
                glass,
                along + 1.2,
                low,
                -half - 0.02,
                along + 1.2,
                low + 1.3,
                -half - 0.02,
                along,
                low + 1.3,
                -half - 0.02,
                along,
                low,
                -half - 0.02);
    }

    private void hedge(int side, double near, double length, Dice dice) {
        double x = edge(side) + side * 0.6;
        double from = Math.max(near, Camera.NEAR);
        double to = near + length;
        if (to <= from) {
            return;
        }
        double high = dice.range(0.7, 1.5);
        int rgb = look.snow
                ? 0xB9C4BC
                : Colors.vary(dice.pick(new int[] {0x3F6032, 0x4C6B3A, 0xD8D4CA, 0x7A5E44}), dice, 0.15);
        canvas.fill(camera.project(x, 0, from, x, high, from, x, high, to, x, 0, to), lighting.shade(rgb));
    }

    void paintStore(Dice dice) {
        double z = dice.range(45, 90) - travelled;
        Figure figure = new Figure();
        double x = dice.range(-20, 20);
        double half = dice.range(18, 40);
        double top = dice.range(6, 12);
        Solid store = new Solid(figure, camera, x, z + 8, 0);
        store.box(Colors.vary(dice.pick(WALLS), dice, 0.15), -8, 8, 0, top, half);
        int glass = look.dark() ? 0xFFE6B4 : 0x46525C;
        for (double across = -half * 0.5; across < half * 0.5; across += 3.4) {
            store.light(glass, Solid.rearCorners(-8.05, across, across + 2.9, 0.4, 3.4));
        }
        store.end(
                dice.pick(new int[] {0xC8382E, 0x2F66A8, 0x2C7A4A, 0xE0A030}),
                -8.06,
                -half * 0.4,
                half * 0.4,
                top - 3,
                top - 1);
        lighting.moveTo(x, z);
        canvas.fill(figure, lighting);
        paintTrees(dice);
    }

    private void paintTrees(Dice dice) {
        if (!dice.chance(0.5)) {
            return;
        }
        Figure figure = new Figure();
        for (int i = 0; i < 4; i++) {
            Actor tree = new Actor(
                    Actor.Kind.TREE,
                    dice.range(-50, 50),
                    dice.range(40, 44) - travelled,
                    0,
                    dice.range(5, 9),
                    0,
                    0,
                    dice.nextLong());
            StreetFurniture.tree(figure, tree, camera, look);
        }
        canvas.fill(figure, lighting);
    }

    /** A building beside the road: {@code side} -1 is left, {@code z} its near end. */
    private record Block(int side, double z, double length, double height, double setback, long seed) {}
}
