// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import dev.joust.driving.synth.internal.figure.Figure;
import dev.joust.driving.synth.internal.figure.Solid;
import dev.joust.driving.synth.internal.scene.ScenePlan;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Colors;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;
import dev.joust.driving.synth.internal.world.Road;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Houses with pitched roofs, set back from the road, some behind a hedge. */
final class Houses {
    private static final int[] ROOFS = {0x5A3F38, 0x4A4C52, 0x7A4A3C, 0x3C3F46, 0x6A5B50};

    private final Canvas canvas;
    private final Lighting lighting;
    private final Camera camera;
    private final Look look;
    private final Road road;
    private final double travelled;

    Houses(Canvas canvas, Lighting lighting, ScenePlan plan) {
        this.canvas = canvas;
        this.lighting = lighting;
        this.camera = plan.camera();
        this.look = plan.look();
        this.road = plan.road();
        this.travelled = plan.travelled();
    }

    void paint(Dice dice) {
        List<Building> houses = new ArrayList<>();
        for (int side = -1; side <= 1; side += 2) {
            double setback = dice.range(4, 10);
            double density = dice.range(0.45, 0.95);
            double z = dice.range(-6, 10);
            while (z < 150) {
                double length = dice.range(8, 13);
                if (dice.chance(density)) {
                    houses.add(new Building(
                            side, z, length, dice.range(2.8, 5.6), setback + dice.range(0, 2), dice.nextLong()));
                }
                z += length + dice.range(2, 9);
            }
        }
        houses.sort(Comparator.comparingDouble(Building::z).reversed());
        for (Building house : houses) {
            paintHouse(house);
        }
    }

    private void paintHouse(Building house) {
        Dice dice = Dice.of(house.seed(), 62);
        double near = house.z() - travelled;
        Figure figure = new Figure();
        double half = dice.range(4, 6);
        double x = road.walkEdge(house.side()) + house.side() * (house.setback() + half);
        Solid solid = new Solid(figure, camera, x, near + house.length() / 2, 0);
        int wall = Colors.vary(dice.pick(Building.WALLS), dice, 0.1);
        int roof = look.snow() ? 0xE6EAF0 : Colors.vary(dice.pick(ROOFS), dice, 0.15);
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
        int glass = look.dark() && dice.chance(0.55) ? dice.pick(Building.LIT) : 0x3B4852;
        for (double along = back + 1; along < -back - 1.5; along += 2.8) {
            for (double low = 0.9; low + 1.5 < top; low += 2.6) {
                pane(solid, glass, along, low, half);
            }
        }
        for (double across = -half + 1; across < half - 1.5; across += 2.6) {
            solid.end(glass == 0x3B4852 ? glass : Colors.scale(glass, 1), back - 0.02, across, across + 1.2, 1, 2.2);
        }
        lighting.moveTo(road.walkEdge(house.side()), Math.max(near, 2) + 3);
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
        double x = road.walkEdge(side) + side * 0.6;
        double from = Math.max(near, Camera.NEAR);
        double to = near + length;
        if (to <= from) {
            return;
        }
        double high = dice.range(0.7, 1.5);
        int rgb = look.snow()
                ? 0xB9C4BC
                : Colors.vary(dice.pick(new int[] {0x3F6032, 0x4C6B3A, 0xD8D4CA, 0x7A5E44}), dice, 0.15);
        canvas.fill(camera.project(x, 0, from, x, high, from, x, high, to, x, 0, to), lighting.shade(rgb));
    }
}
