// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.figure;

import dev.joust.driving.synth.internal.figure.People.Clothes;
import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Actor.Kind;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Colors;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;

/**
 * People on bicycles and motorcycles, one silhouette of both, and the same machines parked without a rider.
 *
 * <p>Measures are shares of the rider's size, which is 1.8 m on average from the ground to the helmet.
 */
final class Riders {
    private static final int[] FRAMES = {0xB8312B, 0x2B5E9E, 0x1F2124, 0xD9D9D4, 0x3F8F5A, 0xE0A030};
    private static final int TYRE = 0x16171A;

    private Riders() {}

    static void draw(Figure figure, Actor actor, Camera camera, Look look) {
        Dice dice = Dice.of(actor.seed(), 41);
        double metre = camera.scale(actor.z());
        int mirror = StrictMath.sin(actor.heading()) >= 0 ? 1 : -1;
        double x = camera.screenX(actor.x(), actor.z());
        double scale = metre * actor.size() / 1.8;
        Pen pen = new Pen(figure, x, camera.screenY(0, actor.z()), scale, mirror);
        Clothes clothes = Clothes.draw(dice);
        int paint = Colors.vary(dice.pick(FRAMES), dice, 0.15);
        boolean ridden = actor.kind() == Kind.BICYCLIST || actor.kind() == Kind.MOTORCYCLIST;
        boolean motor = actor.kind() == Kind.MOTORCYCLIST || actor.kind() == Kind.MOTORCYCLE;
        double pedal = dice.range(0, 2 * Math.PI);
        if (Math.abs(StrictMath.sin(actor.heading())) > 0.5) {
            side(pen, clothes, paint, motor, ridden, pedal);
        } else {
            boolean towards = StrictMath.cos(actor.heading()) < 0;
            end(pen, clothes, paint, motor, ridden, towards, StrictMath.sin(pedal));
            if (ridden && look.dark()) {
                int rgb = towards ? 0xFFF4D6 : 0xFF2818;
                double up = towards ? 0.95 : 0.72;
                pen.light(rgb, -0.045, up - 0.05, 0.045, up - 0.05, 0.045, up + 0.04, -0.045, up + 0.04);
                figure.glow(
                        pen.x(0),
                        pen.y(up),
                        Math.max(4, Math.min(70, scale * (motor ? 0.9 : 0.5))),
                        rgb,
                        motor ? 0.8 : 0.5);
            }
        }
    }

    private static void side(Pen pen, Clothes clothes, int paint, boolean motor, boolean ridden, double pedal) {
        if (ridden) {
            legSide(pen, Colors.scale(clothes.trousers(), 0.72), clothes.shoes(), motor, pedal + Math.PI);
        }
        if (motor) {
            motorSide(pen, paint);
        } else {
            bicycleSide(pen, paint);
        }
        if (!ridden) {
            return;
        }
        legSide(pen, clothes.trousers(), clothes.shoes(), motor, pedal);
        pen.limb(clothes.top(), -0.2, 1.0, 0.12, 1.42, 0.13, 0.125);
        pen.limb(clothes.skin(), 0.2, 1.5, 0.23, 1.56, 0.05, 0.05);
        pen.ellipse(clothes.skin(), 0.26, 1.64, 0.095, 0.125);
        pen.ellipse(Colors.scale(paint, 0.9), 0.235, motor ? 1.665 : 1.71, motor ? 0.14 : 0.13, motor ? 0.135 : 0.09);
        pen.limb(Colors.scale(clothes.top(), 0.85), 0.13, 1.42, 0.3, 1.2, 0.06, 0.05);
        pen.limb(Colors.scale(clothes.top(), 0.85), 0.3, 1.2, 0.46, 1.08, 0.05, 0.04);
        pen.ellipse(clothes.skin(), 0.48, 1.07, 0.04, 0.04);
    }

    private static void bicycleSide(Pen pen, int paint) {
        pen.ring(TYRE, -0.54, 0.35, 0.35, 0.05);
        pen.ring(TYRE, 0.54, 0.35, 0.35, 0.05);
        pen.limb(paint, -0.54, 0.35, 0, 0.32, 0.02, 0.02);
        pen.limb(paint, 0, 0.32, -0.16, 0.86, 0.022, 0.022);
        pen.limb(paint, 0, 0.32, 0.38, 0.84, 0.024, 0.024);
        pen.limb(paint, -0.14, 0.8, 0.38, 0.86, 0.022, 0.022);
        pen.limb(paint, -0.54, 0.35, -0.14, 0.78, 0.016, 0.016);
        pen.limb(paint, 0.38, 0.88, 0.54, 0.35, 0.022, 0.02);
        pen.limb(0x1A1A1C, -0.26, 0.92, -0.08, 0.92, 0.035, 0.022);
        pen.limb(0x1A1A1C, 0.37, 0.9, 0.47, 1.04, 0.02, 0.024);
    }

    private static void motorSide(Pen pen, int paint) {
        pen.ring(TYRE, -0.6, 0.32, 0.32, 0.13);
        pen.ring(TYRE, 0.66, 0.32, 0.32, 0.13);
        pen.polygon(0x35373A, -0.3, 0.3, 0.28, 0.3, 0.34, 0.62, -0.34, 0.62);
        pen.polygon(paint, -0.78, 0.86, -0.2, 0.76, 0.1, 0.98, 0.36, 0.92, 0.42, 0.66, -0.3, 0.58);
        pen.limb(0x1A1A1C, -0.5, 0.86, 0, 0.86, 0.06, 0.05);
        pen.limb(0x8C9094, 0.66, 0.32, 0.42, 0.98, 0.035, 0.03);
        pen.limb(0x8C9094, -0.6, 0.26, 0.1, 0.26, 0.05, 0.04);
        pen.limb(0x1A1A1C, 0.4, 0.98, 0.42, 1.08, 0.03, 0.03);
    }

    private static void legSide(Pen pen, int trousers, int shoes, boolean motor, double pedal) {
        double footX = motor ? -0.02 : 0.17 * StrictMath.cos(pedal);
        double footY = motor ? 0.34 : 0.32 + 0.17 * StrictMath.sin(pedal);
        double kneeX = (footX - 0.2) / 2 + 0.24;
        double kneeY = (footY + 0.98) / 2 + 0.1;
        pen.limb(trousers, -0.18, 0.97, kneeX, kneeY, 0.095, 0.07);
        pen.limb(trousers, kneeX, kneeY, footX, footY + 0.06, 0.07, 0.045);
        pen.limb(shoes, footX - 0.03, footY, footX + 0.1, footY, 0.045, 0.035);
    }

    private static void end(
            Pen pen, Clothes clothes, int paint, boolean motor, boolean ridden, boolean towards, double pedal) {
        double thick = motor ? 0.085 : 0.035;
        double bar = motor ? 0.36 : 0.3;
        if (towards) {
            person(pen, clothes, paint, motor, ridden, bar, pedal);
        }
        pen.limb(TYRE, 0, thick, 0, 0.68 - thick, thick, thick);
        pen.limb(paint, 0, 0.5, 0, 0.9, motor ? 0.13 : 0.03, motor ? 0.15 : 0.04);
        pen.limb(0x1A1A1C, -bar, 1.05, bar, 1.05, 0.022, 0.022);
        if (!towards) {
            person(pen, clothes, paint, motor, ridden, bar, pedal);
        }
    }

    private static void person(
            Pen pen, Clothes clothes, int paint, boolean motor, boolean ridden, double bar, double pedal) {
        if (!ridden) {
            return;
        }
        for (int side = -1; side <= 1; side += 2) {
            double foot = motor ? 0.32 : 0.33 + 0.15 * pedal * side;
            double out = motor ? 0.26 : 0.15;
            double knee = 0.5 * (foot + 0.95) + 0.08;
            pen.limb(clothes.trousers(), side * 0.1, 0.95, side * (out + 0.02), knee, 0.09, 0.075);
            pen.limb(clothes.trousers(), side * (out + 0.02), knee, side * out, foot + 0.05, 0.075, 0.05);
            pen.limb(clothes.shoes(), side * out, foot, side * out, foot + 0.02, 0.05, 0.05);
            pen.limb(Colors.scale(clothes.top(), 0.82), side * 0.21, 1.38, side * (bar + 0.05), 1.2, 0.06, 0.05);
            pen.limb(Colors.scale(clothes.top(), 0.82), side * (bar + 0.05), 1.2, side * bar, 1.07, 0.05, 0.04);
        }
        pen.polygon(
                clothes.top(),
                -0.17,
                0.88,
                -0.17,
                1.1,
                -0.24,
                1.38,
                -0.12,
                1.5,
                0.12,
                1.5,
                0.24,
                1.38,
                0.17,
                1.1,
                0.17,
                0.88);
        pen.limb(clothes.skin(), 0, 1.48, 0, 1.55, 0.05, 0.05);
        pen.ellipse(clothes.skin(), 0, 1.64, 0.09, 0.125);
        pen.ellipse(Colors.scale(paint, 0.9), 0, motor ? 1.665 : 1.7, motor ? 0.135 : 0.115, motor ? 0.135 : 0.1);
    }
}
