// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import dev.joust.driving.synth.internal.scene.ScenePlan;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Colors;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;
import dev.joust.driving.synth.internal.world.Road;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rows of buildings with windows, shops and awnings along a street. */
final class Facades {
    private static final int[] FACADES = {
        0xA58B73, 0xB7A896, 0x8C6A58, 0x9A9A96, 0x6F7680, 0xC4B7A2, 0x7A5A4C, 0xD2CCC0, 0x586069, 0xA8714F
    };

    private final Canvas canvas;
    private final Lighting lighting;
    private final Camera camera;
    private final Look look;
    private final Road road;
    private final double travelled;

    Facades(Canvas canvas, Lighting lighting, ScenePlan plan) {
        this.canvas = canvas;
        this.lighting = lighting;
        this.camera = plan.camera();
        this.look = plan.look();
        this.road = plan.road();
        this.travelled = plan.travelled();
    }

    void paint(Dice dice) {
        List<Building> facades = new ArrayList<>();
        for (int side = -1; side <= 1; side += 2) {
            double low = dice.logRange(5, 14);
            double high = low * dice.range(1.5, 4);
            double gaps = dice.range(0, 0.45);
            double z = dice.range(-14, 6);
            while (z < 210) {
                double length = dice.range(9, 30);
                if (!dice.chance(gaps)) {
                    double setback = dice.chance(0.75) ? 0 : dice.range(0, 7);
                    facades.add(new Building(side, z, length, dice.logRange(low, high), setback, dice.nextLong()));
                }
                z += length + (dice.chance(0.2) ? dice.range(5, 15) : 0);
            }
        }
        facades.sort(Comparator.comparingDouble(Building::z).reversed());
        for (Building facade : facades) {
            paintFacade(facade);
        }
    }

    private void paintFacade(Building facade) {
        Dice dice = Dice.of(facade.seed(), 61);
        double near = facade.z() - travelled;
        double far = near + facade.length();
        if (far <= Camera.NEAR + 0.2) {
            return;
        }
        double wall = road.walkEdge(facade.side()) + facade.side() * facade.setback();
        double deep = wall + facade.side() * 16;
        int rgb = Colors.vary(dice.pick(FACADES), dice, 0.15);
        boolean sunny = look.sunColumn() < 0.5 == facade.side() > 0;
        int flank = Colors.scale(rgb, look.shadow() > 0.4 ? (sunny ? 1.12 : 0.62) : 0.92);
        int end = Colors.scale(rgb, look.shadow() > 0.4 ? (sunny ? 0.7 : 0.9) : 0.8);
        lighting.moveTo(wall, Math.max(near, 2) + 3);
        if (near > Camera.NEAR) {
            canvas.fill(
                    camera.project(
                            wall, 0, near, wall, facade.height(), near, deep, facade.height(), near, deep, 0, near),
                    lighting.shade(end));
            windowsAhead(facade, wall, near, dice);
        }
        canvas.fill(
                camera.project(wall, 0, near, wall, facade.height(), near, wall, facade.height(), far, wall, 0, far),
                lighting.shade(flank));
        windowsAlong(facade, wall, near, dice);
    }

    private void windowsAlong(Building facade, double wall, double near, Dice dice) {
        double pitch = dice.range(2.6, 4.2);
        double wide = pitch * dice.range(0.35, 0.75);
        int floors = (int) ((facade.height() - 4.4) / 3.2);
        double lit = dice.range(0.08, 0.5);
        int lamp = dice.pick(Building.LIT);
        boolean shop = dice.chance(0.7);
        for (double at = near + 1; at < near + facade.length() - wide; at += pitch) {
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
                double width = floor < 0 ? Math.min(pitch * 0.9, near + facade.length() - at) : wide;
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
            double out = wall - facade.side() * 0.9;
            Path2D awning = camera.project(
                    wall,
                    3.9,
                    from,
                    wall,
                    3.9,
                    near + facade.length() - 0.4,
                    out,
                    3.2,
                    near + facade.length() - 0.4,
                    out,
                    3.2,
                    from);
            canvas.fill(
                    awning, lighting.shade(dice.pick(new int[] {0x8E2F2A, 0x2D5A46, 0x34507E, 0x5A4E42, 0xB08A3A})));
        }
    }

    private void windowsAhead(Building facade, double wall, double z, Dice dice) {
        if (camera.scale(z) < 5) {
            return;
        }
        int floors = (int) ((facade.height() - 4.4) / 3.2);
        for (int floor = 0; floor < floors; floor++) {
            double low = 4.4 + 3.2 * floor;
            if (camera.screenY(low, z) < 0) {
                return;
            }
            for (int column = 0; column < 4; column++) {
                double x = wall + facade.side() * (1.2 + 3.6 * column);
                boolean shining = dice.chance(0.2);
                window(
                        camera.project(
                                x,
                                low,
                                z,
                                x,
                                low + 1.7,
                                z,
                                x + facade.side() * 1.6,
                                low + 1.7,
                                z,
                                x + facade.side() * 1.6,
                                low,
                                z),
                        shining,
                        0xFFD489);
            }
        }
    }

    private void window(Path2D pane, boolean shining, int lamp) {
        if (look.night() && shining) {
            canvas.fill(pane, lighting.shine(Colors.scale(lamp, 0.85)));
        } else if (look.dusk() && shining) {
            canvas.fill(pane, lighting.shine(Colors.mix(0x6A6258, lamp, 0.6)));
        } else {
            canvas.fill(pane, lighting.shade(shining ? 0x55626E : 0x36404A));
        }
    }
}
