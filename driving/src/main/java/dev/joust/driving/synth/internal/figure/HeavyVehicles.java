// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.figure;

import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Colors;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;

/** Trucks with a cab and cargo, and buses and trams with rows of windows. */
final class HeavyVehicles {
    private HeavyVehicles() {}

    static void truck(Solid solid, Actor actor, Dice dice) {
        double half = Bodywork.width(actor.kind()) / 2;
        double back = -Bodywork.length(actor.kind()) / 2;
        double front = -back;
        int cab = Colors.vary(dice.pick(Bodywork.PAINTS), dice, 0.1);
        int cargo = Colors.vary(dice.pick(Bodywork.LIVERIES), dice, 0.12);
        Bodywork.underbody(solid, back, front, half);
        boolean away = StrictMath.cos(actor.heading()) >= 0;
        if (away) {
            truckCab(solid, cab, front, half, actor.size());
        }
        solid.box(cargo, back, front - 2.2, 0.75, actor.size(), half);
        solid.end(Colors.scale(cargo, 0.76), back - 0.01, -0.03, 0.03, 0.9, actor.size() - 0.15);
        solid.end(Colors.scale(cargo, 0.8), back - 0.01, -half, half, actor.size() - 0.14, actor.size() - 0.06);
        solid.end(0x2A2B2E, back - 0.01, -half, half, 0.45, 0.8);
        solid.side(
                Colors.mix(cargo, dice.pick(Bodywork.LIVERIES), 0.7),
                back + 0.8,
                front - 3,
                actor.size() * 0.5,
                actor.size() * 0.75,
                half + 0.01);
        if (!away) {
            truckCab(solid, cab, front, half, actor.size());
        }
        solid.wheels(back * 0.7, 0.48, half);
        solid.wheels(back * 0.42, 0.48, half);
        solid.wheels(front * 0.68, 0.48, half);
    }

    private static void truckCab(Solid solid, int paint, double front, double half, double top) {
        double height = top * 0.78;
        solid.box(paint, front - 2, front, 0.5, height, half * 0.94);
        solid.front(Bodywork.GLASS, front + 0.01, -half * 0.84, half * 0.84, height * 0.56, height * 0.9);
        solid.side(Bodywork.GLASS, front - 1.3, front - 0.25, height * 0.58, height * 0.88, half * 0.95);
        solid.front(0x222326, front + 0.01, -half * 0.6, half * 0.6, 0.7, height * 0.42);
    }

    static void bus(Solid solid, Actor actor, Dice dice, Look look) {
        double half = Bodywork.width(actor.kind()) / 2;
        double back = -Bodywork.length(actor.kind()) / 2;
        double front = -back;
        double top = actor.size();
        int paint = Colors.vary(dice.pick(Bodywork.LIVERIES), dice, 0.1);
        int glass = look.dark() ? 0xC9B98A : Bodywork.GLASS;
        Bodywork.underbody(solid, back, front, half);
        solid.box(paint, back, front, 0.3, top, half);
        solid.side(Colors.scale(paint, 0.72), back, front, 0.3, 0.75, half + 0.005);
        for (double along = back + 0.5; along < front - 1.2; along += 1.55) {
            double[] pane = {along, top * 0.48, along, top * 0.85, along + 1.35, top * 0.85, along + 1.35, top * 0.48};
            solid.flanks(glass, half + 0.01, half + 0.01, pane);
        }
        solid.end(glass, back - 0.01, -half * 0.82, half * 0.82, top * 0.55, top * 0.84);
        solid.end(Colors.scale(paint, 0.6), back - 0.01, -half * 0.7, half * 0.7, top * 0.24, top * 0.44);
        solid.front(glass, front + 0.01, -half * 0.9, half * 0.9, top * 0.38, top * 0.82);
        solid.front(0x16181A, front + 0.01, -half * 0.7, half * 0.7, top * 0.86, top * 0.95);
        solid.wheels(back * 0.6, 0.48, half);
        solid.wheels(front * 0.62, 0.48, half);
    }
}
