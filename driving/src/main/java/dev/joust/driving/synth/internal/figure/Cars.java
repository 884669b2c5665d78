// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.figure;

import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Actor.Kind;
import dev.joust.driving.synth.internal.world.Colors;
import dev.joust.driving.synth.internal.world.Dice;

/** Cars and vans: a body up to the belt line, and on it a cabin of glass and roof. */
final class Cars {
    private Cars() {}

    static void draw(Solid solid, Actor actor, Dice dice) {
        double half = Bodywork.width(actor.kind()) / 2;
        double back = -Bodywork.length(actor.kind()) / 2;
        double front = -back;
        double top = actor.size();
        boolean estate = actor.kind() == Kind.VAN || dice.chance(0.45);
        double belt = top * 0.6;
        int paint = Colors.vary(dice.pick(Bodywork.PAINTS), dice, 0.1);
        Bodywork.underbody(solid, back, front, half);
        double hood = belt * 0.9;
        solid.end(Colors.scale(paint, 0.9), back, -half, half, 0.3, belt);
        solid.front(Colors.scale(paint, 0.97), front, -half, half, 0.3, hood);
        solid.flanks(paint, half, half, back, 0.24, back, belt, front * 0.5, belt, front, hood, front, 0.24);
        solid.face(
                Colors.scale(paint, 1.1),
                front * 0.4,
                belt,
                -half,
                front,
                hood,
                -half,
                front,
                hood,
                half,
                front * 0.4,
                belt,
                half);
        solid.face(
                Colors.scale(paint, 1.08),
                back,
                belt,
                -half,
                back * 0.5,
                belt,
                -half,
                back * 0.5,
                belt,
                half,
                back,
                belt,
                half);
        cabin(solid, estate, paint, back, front, half, belt, top);
        solid.end(Colors.scale(paint, 0.6), back - 0.01, -half * 0.98, half * 0.98, 0.3, 0.3 + belt * 0.22);
        solid.end(0xDADAD2, back - 0.02, -0.26, 0.26, belt * 0.62, belt * 0.74);
        solid.front(0x1C1D20, front + 0.01, -half * 0.55, half * 0.55, belt * 0.38, belt * 0.6);
        solid.wheels(back * 0.62, 0.33, half);
        solid.wheels(front * 0.64, 0.33, half);
    }

    private static void cabin(
            Solid solid, boolean estate, int paint, double back, double front, double half, double belt, double top) {
        double topHalf = half * 0.78;
        double low = estate ? back * 0.98 : back * 0.72;
        double high = estate ? back * 0.86 : back * 0.36;
        double frontLow = front * 0.5;
        double frontHigh = front * 0.08;
        solid.flanks(
                Colors.scale(paint, 0.95), half * 0.97, topHalf, low, belt, high, top, frontHigh, top, frontLow, belt);
        solid.face(
                Colors.scale(paint, 0.9),
                low,
                belt,
                -half * 0.97,
                high,
                top,
                -topHalf,
                high,
                top,
                topHalf,
                low,
                belt,
                half * 0.97);
        solid.face(
                Colors.scale(paint, 0.95),
                frontLow,
                belt,
                half * 0.97,
                frontHigh,
                top,
                topHalf,
                frontHigh,
                top,
                -topHalf,
                frontLow,
                belt,
                -half * 0.97);
        solid.face(
                Colors.scale(paint, 1.15),
                high,
                top,
                -topHalf,
                frontHigh,
                top,
                -topHalf,
                frontHigh,
                top,
                topHalf,
                high,
                top,
                topHalf);
        double sill = belt + (top - belt) * 0.1;
        double head = top - (top - belt) * 0.14;
        double mid = (low + frontLow) / 2 - 0.1;
        double inset = half * 0.975;
        solid.flanks(Bodywork.GLASS, inset, topHalf * 1.04, low + 0.3, sill, high + 0.2, head, mid, head, mid, sill);
        solid.flanks(
                Bodywork.GLASS,
                inset,
                topHalf * 1.04,
                mid + 0.1,
                sill,
                mid + 0.1,
                head,
                frontHigh - 0.08,
                head,
                frontLow - 0.35,
                sill);
        window(solid, low - 0.02, high - 0.02, half * 0.85, topHalf * 0.86, sill, head, 1);
        window(solid, frontLow + 0.02, frontHigh + 0.02, half * 0.88, topHalf * 0.9, sill, head, -1);
    }

    private static void window(
            Solid solid, double low, double high, double lowHalf, double highHalf, double sill, double head, int side) {
        double a = -side * lowHalf;
        double b = -side * highHalf;
        solid.face(Bodywork.GLASS, low, sill, a, high, head, b, high, head, -b, low, sill, -a);
        double middle = (sill + head) / 2;
        double midAlong = (low + high) / 2;
        double c = (a + b) / 2;
        // The upper half of the glass mirrors the sky.
        solid.face(
                Colors.mix(Bodywork.GLASS, 0x9FB4C4, 0.35),
                midAlong,
                middle,
                c,
                high,
                head,
                b,
                high,
                head,
                -b,
                midAlong,
                middle,
                -c);
    }
}
