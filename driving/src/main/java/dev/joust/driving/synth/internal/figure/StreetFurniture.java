// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.figure;

import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Colors;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;
import dev.joust.driving.synth.internal.world.Road;
import java.awt.geom.Path2D;

/** What stands beside and above the road: traffic lights, signs, gantries, street lamps, trees. */
public final class StreetFurniture {
    private static final int STEEL = 0x5A5E62;
    private static final int[] LEAVES = {0x3F6B2E, 0x517A35, 0x2F5530, 0x6C7A36, 0x8A6A2C, 0x35603F};
    /** The lamps of a traffic light from the top: unlit and lit colours. */
    private static final int[] SIGNALS = {0xFF3020, 0xFFB020, 0x30FF90};

    private StreetFurniture() {}

    /** Which lamp of a traffic light is lit: 0 red, 1 yellow, 2 green. */
    public static int phase(Actor actor) {
        double draw = Dice.of(actor.seed(), 51).range(0, 1);
        return draw < 0.45 ? 0 : draw < 0.55 ? 1 : 2;
    }

    static void trafficLight(Figure figure, Actor actor, Camera camera) {
        Dice dice = Dice.of(actor.seed(), 52);
        double z = actor.z();
        double bottom = actor.size() - 1.05;
        double reach = bottom > 4 ? (actor.x() > camera.x() ? 1 : -1) * dice.range(2.5, 4.5) : 0;
        upright(figure, camera, actor.x() + reach, z, 0, actor.size() - 0.2, 0.09, STEEL);
        if (reach != 0) {
            double from = Math.min(actor.x(), actor.x() + reach);
            figure.holder(
                    rectangle(camera, from, from + Math.abs(reach), actor.size() - 0.35, actor.size() - 0.2, z), STEEL);
        }
        Pen pen = new Pen(figure, camera.screenX(actor.x(), z), camera.screenY(bottom, z), camera.scale(z), 1);
        pen.polygon(dice.chance(0.4) ? 0xB08A1E : 0x1B1D1F, -0.2, 0, 0.2, 0, 0.2, 1.05, -0.2, 1.05);
        int lit = phase(actor);
        for (int i = 0; i < 3; i++) {
            double up = 0.85 - 0.32 * i;
            if (i == lit) {
                figure.light(pen.ellipsePath(0, up, 0.125, 0.125), SIGNALS[i]);
                figure.glow(pen.x(0), pen.y(up), Math.max(4, Math.min(60, 0.6 * camera.scale(z))), SIGNALS[i], 0.55);
            } else {
                pen.ellipse(0x2A2C2C, 0, up, 0.12, 0.12);
            }
        }
    }

    static void trafficSign(Figure figure, Actor actor, Camera camera) {
        Dice dice = Dice.of(actor.seed(), 53);
        double z = actor.z();
        upright(figure, camera, actor.x(), z, 0, actor.size() - 0.1, 0.045, 0x7A7E82);
        double radius = 0.36;
        Pen pen = new Pen(
                figure, camera.screenX(actor.x(), z), camera.screenY(actor.size() - radius, z), camera.scale(z), 1);
        switch (dice.between(0, 5)) {
            case 0 -> {
                regular(pen, 0xF2F0EC, 8, radius, Math.PI / 8);
                regular(pen, 0xB8201C, 8, radius * 0.92, Math.PI / 8);
                pen.polygon(0xF2F0EC, -0.22, -0.06, 0.22, -0.06, 0.22, 0.06, -0.22, 0.06);
            }
            case 1 -> {
                pen.ellipse(0xC4241E, 0, 0, radius, radius);
                pen.ellipse(0xF4F2EE, 0, 0, radius * 0.74, radius * 0.74);
                pen.polygon(0x1C1C1C, -0.16, -0.12, -0.03, -0.12, -0.03, 0.12, -0.16, 0.12);
                pen.polygon(0x1C1C1C, 0.03, -0.12, 0.16, -0.12, 0.16, 0.12, 0.03, 0.12);
            }
            case 2 -> {
                regular(pen, 0x2A2418, 4, radius, 0);
                regular(pen, 0xEDBE2C, 4, radius * 0.9, 0);
                pen.polygon(0x1C1C1C, -0.04, -0.16, 0.04, -0.16, 0.04, 0.16, -0.04, 0.16);
            }
            case 3 -> {
                regular(pen, 0xC4241E, 3, radius, -Math.PI / 2);
                regular(pen, 0xF4F2EE, 3, radius * 0.6, -Math.PI / 2);
            }
            case 4 -> {
                pen.polygon(0xF1F1EE, -0.3, -radius, 0.3, -radius, 0.3, radius, -0.3, radius);
                pen.polygon(0x1C1C1C, -0.2, 0.1, 0.2, 0.1, 0.2, 0.22, -0.2, 0.22);
                pen.polygon(0x1C1C1C, -0.14, -0.24, 0.14, -0.24, 0.14, 0, -0.14, 0);
            }
            default -> {
                pen.polygon(0x2258A6, -0.34, -0.34, 0.34, -0.34, 0.34, 0.34, -0.34, 0.34);
                pen.polygon(
                        0xF1F1EE, -0.05, -0.26, 0.05, -0.26, 0.05, 0.05, 0.2, 0.05, 0, 0.26, -0.2, 0.05, -0.05, 0.05);
            }
        }
    }

    /** A green board over a motorway; its frame is not part of the sign. */
    static void gantry(Figure figure, Actor actor, Camera camera, Road road) {
        Dice dice = Dice.of(actor.seed(), 54);
        double z = actor.z();
        double top = actor.size();
        upright(figure, camera, road.left() - 0.6, z, 0, top, 0.22, STEEL);
        upright(figure, camera, road.right() + 0.6, z, 0, top, 0.22, STEEL);
        figure.holder(rectangle(camera, road.left() - 0.6, road.right() + 0.6, top - 0.8, top - 0.4, z), STEEL);
        Pen pen = new Pen(figure, camera.screenX(actor.x(), z), camera.screenY(top - 1.4, z), camera.scale(z), 1);
        double half = dice.range(1.6, 3);
        int board = dice.chance(0.75) ? 0x1F6B45 : 0x2456A0;
        pen.polygon(0xE8ECE8, -half, -1.1, half, -1.1, half, 1.1, -half, 1.1);
        pen.polygon(board, -half + 0.1, -1, half - 0.1, -1, half - 0.1, 1, -half + 0.1, 1);
        for (int line = 0; line < 3; line++) {
            double up = 0.6 - 0.6 * line;
            double right = dice.range(-0.2, half - 0.5);
            for (double x = -half + 0.4; x < right; x += dice.range(0.4, 0.7)) {
                pen.polygon(0xEEF2EE, x, up - 0.14, x + 0.28, up - 0.14, x + 0.28, up + 0.14, x, up + 0.14);
            }
        }
    }

    static void lamp(Figure figure, Actor actor, Camera camera, Look look) {
        double z = actor.z();
        double inward = actor.x() > 0 ? -1 : 1;
        double top = actor.size();
        upright(figure, camera, actor.x(), z, 0, top, 0.08, 0x4A4D50);
        double from = Math.min(actor.x(), actor.x() + inward * 1.7);
        figure.holder(rectangle(camera, from, from + 1.7, top - 0.1, top, z), 0x4A4D50);
        Pen pen = new Pen(
                figure, camera.screenX(actor.x() + inward * 1.7, z), camera.screenY(top, z), camera.scale(z), 1);
        if (!look.dark()) {
            pen.polygon(0x8A8E90, -0.35, -0.14, 0.35, -0.14, 0.3, 0.06, -0.3, 0.06);
            return;
        }
        int rgb = lampRgb(actor);
        figure.light(pen.ellipsePath(0, -0.08, 0.36, 0.13), Colors.mix(rgb, 0xFFFFFF, 0.6));
        figure.glow(pen.x(0), pen.y(-0.08), Math.max(7, Math.min(150, 2.1 * camera.scale(z))), rgb, 0.8);
    }

    /** Sodium or LED. */
    public static int lampRgb(Actor actor) {
        return Dice.of(actor.seed() >> 8, 55).pick(new int[] {0xFFB45A, 0xFFC676, 0xF4F0E0, 0xFFD9A0});
    }

    /** A trunk under seven crowns, brighter to the top, with snow on them in snow. */
    public static void tree(Figure figure, Actor actor, Camera camera, Look look) {
        Dice dice = Dice.of(actor.seed(), 56);
        double z = actor.z();
        double top = actor.size();
        Pen pen = new Pen(figure, camera.screenX(actor.x(), z), camera.screenY(0, z), camera.scale(z), 1);
        pen.limb(0x4A3A2C, 0, 0, 0, top * 0.5, top * 0.035, top * 0.022);
        int leaves = Colors.vary(dice.pick(LEAVES), dice, 0.2);
        if (look.snow()) {
            leaves = Colors.mix(leaves, 0xE2E8EE, 0.55);
        }
        int crowns = 7;
        for (int i = 0; i < crowns; i++) {
            double shade = 0.7 + 0.5 * i / crowns;
            double x = dice.range(-0.2, 0.2) * top;
            double y = top * (0.5 + 0.3 * i / crowns + dice.range(-0.05, 0.05));
            blob(pen, Colors.scale(leaves, shade), x, y, top * dice.range(0.13, 0.22), dice);
        }
    }

    private static void blob(Pen pen, int rgb, double x, double y, double radius, Dice dice) {
        int corners = 18;
        double[] xy = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            double r = radius * dice.range(0.78, 1.12);
            xy[2 * i] = x + r * StrictMath.cos(angle);
            xy[2 * i + 1] = y + r * 0.85 * StrictMath.sin(angle);
        }
        pen.polygon(rgb, xy);
    }

    private static void regular(Pen pen, int rgb, int corners, double radius, double turn) {
        double[] xy = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            double angle = turn + 2 * Math.PI * i / corners;
            xy[2 * i] = radius * StrictMath.cos(angle);
            xy[2 * i + 1] = radius * StrictMath.sin(angle);
        }
        pen.polygon(rgb, xy);
    }

    private static void upright(
            Figure figure, Camera camera, double x, double z, double from, double to, double half, int rgb) {
        double thin = Math.max(half, 0.5 / camera.scale(z));
        figure.holder(rectangle(camera, x - thin, x + thin, from, to, z), rgb);
    }

    private static Path2D rectangle(Camera camera, double fromX, double toX, double fromY, double toY, double z) {
        return camera.project(fromX, fromY, z, fromX, toY, z, toX, toY, z, toX, fromY, z);
    }
}
