// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.figure;

import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Colors;
import dev.joust.driving.synth.internal.world.Dice;

/** People on foot, from the side or from front or back, walking or standing; exactly as tall as their size says. */
final class People {
    private static final int[] SKIN = {0xE6BE9E, 0xD2A07C, 0xB07A55, 0x8A5A3C, 0x64402B, 0xF0CDB2};
    private static final int[] HAIR = {0x1C1613, 0x3A281C, 0x6B4A2C, 0xB08B52, 0x8A8580, 0x27201E};
    private static final int[] TOPS = {
        0xC23A34, 0x2F5FA8, 0xE5E2DA, 0x23262C, 0xD98E2B, 0x3F7D52, 0x76518F, 0xE7C84A, 0x4C5661, 0xA8C4D8, 0x8C2F4A,
        0xF07A3A
    };
    private static final int[] TROUSERS = {0x23283A, 0x1D1D20, 0x4A4F58, 0x6E6250, 0x35507A, 0x8A8378, 0x2E3B2E};

    private People() {}

    static void draw(Figure figure, Actor actor, Camera camera) {
        Dice dice = Dice.of(actor.seed(), 31);
        double metre = camera.scale(actor.z());
        int mirror = StrictMath.sin(actor.heading()) >= 0 ? 1 : -1;
        double footX = camera.screenX(actor.x(), actor.z());
        Pen pen = new Pen(figure, footX, camera.screenY(0, actor.z()), metre * actor.size(), mirror);
        Clothes clothes = Clothes.draw(dice);
        // The legs swing with the way gone since the clip began, half a step per 0.7 m.
        double phase = dice.range(0, 2 * Math.PI) + actor.x() * actor.heading();
        if (Math.abs(StrictMath.sin(actor.heading())) > 0.5) {
            side(pen, clothes, dice, 0.6 + 0.4 * StrictMath.sin(phase));
        } else {
            facing(pen, clothes, dice, StrictMath.cos(actor.heading()) < 0, StrictMath.sin(phase));
        }
    }

    private static void side(Pen pen, Clothes clothes, Dice dice, double stride) {
        double step = 0.13 * stride;
        int far = Colors.scale(clothes.trousers, 0.75);
        leg(pen, far, clothes.shoes, -step, 0.03 + 0.05 * stride, 0.02);
        arm(pen, Colors.scale(clothes.top, 0.75), clothes.skin, 0.11 * stride);
        leg(pen, clothes.trousers, clothes.shoes, step, 0.03, 0.035);
        torsoSide(pen, clothes);
        if (dice.chance(0.3)) {
            pen.ellipse(Colors.scale(clothes.bag, 0.9), -0.1, 0.7, 0.055, 0.1);
        }
        pen.limb(clothes.skin, 0.01, 0.84, 0.015, 0.88, 0.026, 0.026);
        pen.ellipse(clothes.skin, 0.018, 0.928, 0.05, 0.07);
        pen.ellipse(clothes.hair, -0.004, 0.95, 0.05, 0.05);
        if (clothes.longHair) {
            pen.limb(clothes.hair, -0.03, 0.94, -0.045, 0.83, 0.03, 0.02);
        }
        arm(pen, Colors.scale(clothes.top, 0.9), clothes.skin, -0.12 * stride);
        if (dice.chance(0.2)) {
            pen.polygon(clothes.bag, -0.17, 0.42, -0.05, 0.42, -0.06, 0.32, -0.16, 0.32);
        }
    }

    private static void torsoSide(Pen pen, Clothes clothes) {
        double hem = clothes.coat ? 0.32 : 0.48;
        double wide = clothes.coat ? 0.095 : 0.068;
        pen.polygon(
                clothes.top,
                -wide,
                hem,
                -0.072,
                0.64,
                -0.07,
                0.78,
                -0.035,
                0.855,
                0.04,
                0.855,
                0.072,
                0.76,
                0.07,
                0.62,
                wide,
                hem);
        if (clothes.skirt) {
            pen.polygon(clothes.trousers, -0.07, 0.52, 0.07, 0.52, 0.12, 0.27, -0.11, 0.27);
        }
    }

    private static void facing(Pen pen, Clothes clothes, Dice dice, boolean towardsCamera, double swing) {
        double lift = 0.03 * Math.abs(swing);
        double left = swing > 0 ? 0.03 + lift : 0.03;
        double right = swing > 0 ? 0.03 : 0.03 + lift;
        pen.limb(clothes.trousers, -0.05, 0.5, -0.055, left + 0.04, 0.052, 0.032);
        pen.limb(clothes.trousers, 0.05, 0.5, 0.055, right + 0.04, 0.052, 0.032);
        pen.limb(clothes.shoes, -0.06, left, -0.05, left, 0.03, 0.03);
        pen.limb(clothes.shoes, 0.05, right, 0.06, right, 0.03, 0.03);
        int sleeve = Colors.scale(clothes.top, 0.85);
        for (int side = -1; side <= 1; side += 2) {
            double hand = 0.47 + 0.03 * swing * side;
            pen.limb(sleeve, side * 0.118, 0.8, side * 0.15, 0.64, 0.034, 0.028);
            pen.limb(sleeve, side * 0.15, 0.64, side * 0.148, hand + 0.03, 0.028, 0.024);
            pen.limb(clothes.skin, side * 0.148, hand + 0.01, side * 0.147, hand, 0.022, 0.02);
        }
        double hem = clothes.coat ? 0.32 : 0.48;
        double wide = clothes.coat ? 0.125 : 0.1;
        pen.polygon(
                clothes.top,
                -wide,
                hem,
                -0.092,
                0.6,
                -0.128,
                0.8,
                -0.06,
                0.858,
                0.06,
                0.858,
                0.128,
                0.8,
                0.092,
                0.6,
                wide,
                hem);
        if (clothes.skirt) {
            pen.polygon(clothes.trousers, -0.095, 0.52, 0.095, 0.52, 0.14, 0.26, -0.14, 0.26);
        }
        if (!towardsCamera && dice.chance(0.45)) {
            pen.polygon(clothes.bag, -0.08, 0.57, -0.085, 0.8, 0.085, 0.8, 0.08, 0.57);
        }
        pen.limb(clothes.skin, 0, 0.84, 0, 0.88, 0.028, 0.028);
        pen.ellipse(clothes.skin, 0, 0.928, 0.052, 0.07);
        pen.ellipse(clothes.hair, 0, towardsCamera ? 0.963 : 0.94, 0.054, towardsCamera ? 0.037 : 0.06);
        if (clothes.longHair) {
            pen.limb(clothes.hair, -0.045, 0.94, -0.05, 0.85, 0.018, 0.014);
            pen.limb(clothes.hair, 0.045, 0.94, 0.05, 0.85, 0.018, 0.014);
        }
    }

    private static void leg(Pen pen, int trousers, int shoes, double footX, double footY, double kneeAhead) {
        double kneeX = footX * 0.55 + kneeAhead;
        pen.limb(trousers, 0, 0.5, kneeX, 0.28, 0.058, 0.042);
        pen.limb(trousers, kneeX, 0.28, footX, footY + 0.035, 0.042, 0.03);
        pen.limb(shoes, footX - 0.01, footY, footX + 0.055, footY, 0.03, 0.024);
    }

    private static void arm(Pen pen, int sleeve, int skin, double handX) {
        double elbowX = handX * 0.4 - 0.012;
        pen.limb(sleeve, 0, 0.79, elbowX, 0.64, 0.034, 0.029);
        pen.limb(sleeve, elbowX, 0.64, handX + 0.02, 0.51, 0.029, 0.023);
        pen.limb(skin, handX + 0.021, 0.5, handX + 0.025, 0.475, 0.022, 0.02);
    }

    /** What somebody wears. */
    record Clothes(
            int skin,
            int hair,
            int top,
            int trousers,
            int shoes,
            int bag,
            boolean coat,
            boolean skirt,
            boolean longHair) {
        static Clothes draw(Dice dice) {
            boolean coat = dice.chance(0.35);
            return new Clothes(
                    dice.pick(SKIN),
                    dice.pick(HAIR),
                    Colors.vary(dice.pick(TOPS), dice, 0.2),
                    Colors.vary(dice.pick(TROUSERS), dice, 0.25),
                    dice.chance(0.3) ? 0xD9D6D0 : 0x1A1817,
                    Colors.vary(dice.pick(TOPS), dice, 0.3),
                    coat,
                    !coat && dice.chance(0.2),
                    dice.chance(0.4));
        }
    }
}
