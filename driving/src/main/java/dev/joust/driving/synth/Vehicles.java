// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth;

import dev.joust.driving.synth.Actor.Kind;

/** Cars, vans, trucks, buses and trams as solids of a few faces with glass, wheels and lights. */
final class Vehicles {
    private static final int GLASS = 0x2B3640;
    private static final int[] PAINTS = {
        0xE8E8E6, 0xD4D6D8, 0xA9AEB2, 0x6C7075, 0x2C2E33, 0x1D1E22, 0x9E2620, 0x27457E, 0x1F5F6B, 0x7B6A55, 0x3E5B3A,
        0xC7B28C
    };
    private static final int[] LIVERIES = {0xE6E2D8, 0xC9332B, 0x2F68B0, 0xF0B42E, 0x3C8C57, 0xD8DBDE, 0x7A8087};

    private Vehicles() {}

    static double length(Kind kind) {
        return switch (kind) {
            case TRUCK -> 8.2;
            case BUS -> 11.8;
            case TRAM -> 26;
            case VAN -> 5.2;
            default -> 4.5;
        };
    }

    static double width(Kind kind) {
        return switch (kind) {
            case TRUCK, BUS, TRAM -> 2.5;
            case VAN -> 2.0;
            default -> 1.82;
        };
    }

    /** Where the middle of a vehicle is whose nearest point is at z. */
    static Solid solid(Figure figure, Camera camera, Actor actor) {
        double half = length(actor.kind()) / 2;
        double depth = Math.abs(StrictMath.cos(actor.heading())) * half
                + Math.abs(StrictMath.sin(actor.heading())) * width(actor.kind()) / 2;
        return new Solid(figure, camera, actor.x(), actor.z() + depth, actor.heading());
    }

    static void draw(Figure figure, Actor actor, Camera camera, Look look) {
        Solid solid = solid(figure, camera, actor);
        Dice dice = Dice.of(actor.seed(), 21);
        switch (actor.kind()) {
            case TRUCK -> truck(solid, actor, dice);
            case BUS -> bus(solid, actor, dice, look);
            case TRAM -> bus(solid, actor, dice, look);
            default -> car(solid, actor, dice);
        }
        lights(figure, solid, actor, camera, look);
    }

    private static void car(Solid solid, Actor actor, Dice dice) {
        double half = width(actor.kind()) / 2;
        double back = -length(actor.kind()) / 2;
        double front = -back;
        double top = actor.size();
        boolean estate = actor.kind() == Kind.VAN || dice.chance(0.45);
        double belt = top * 0.6;
        int paint = Colors.vary(dice.pick(PAINTS), dice, 0.1);
        underbody(solid, back, front, half);
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
        solid.flanks(GLASS, inset, topHalf * 1.04, low + 0.3, sill, high + 0.2, head, mid, head, mid, sill);
        solid.flanks(
                GLASS,
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
        solid.face(GLASS, low, sill, a, high, head, b, high, head, -b, low, sill, -a);
        double middle = (sill + head) / 2;
        double midAlong = (low + high) / 2;
        double c = (a + b) / 2;
        // The upper half of the glass mirrors the sky.
        solid.face(
                Colors.mix(GLASS, 0x9FB4C4, 0.35),
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

    private static void underbody(Solid solid, double back, double front, double half) {
        int dark = 0x121316;
        solid.end(dark, back, -half, -half + 0.26, 0, 0.32);
        solid.end(dark, back, half - 0.26, half, 0, 0.32);
        solid.end(0x0C0C0E, back, -half + 0.2, half - 0.2, 0.16, 0.32);
        solid.front(dark, front, -half, -half + 0.26, 0, 0.32);
        solid.front(dark, front, half - 0.26, half, 0, 0.32);
        solid.front(0x0C0C0E, front, -half + 0.2, half - 0.2, 0.16, 0.32);
    }

    private static void truck(Solid solid, Actor actor, Dice dice) {
        double half = width(actor.kind()) / 2;
        double back = -length(actor.kind()) / 2;
        double front = -back;
        int cab = Colors.vary(dice.pick(PAINTS), dice, 0.1);
        int cargo = Colors.vary(dice.pick(LIVERIES), dice, 0.12);
        underbody(solid, back, front, half);
        boolean away = StrictMath.cos(actor.heading()) >= 0;
        if (away) {
            truckCab(solid, cab, front, half, actor.size());
        }
        solid.box(cargo, back, front - 2.2, 0.75, actor.size(), half);
        solid.end(Colors.scale(cargo, 0.76), back - 0.01, -0.03, 0.03, 0.9, actor.size() - 0.15);
        solid.end(Colors.scale(cargo, 0.8), back - 0.01, -half, half, actor.size() - 0.14, actor.size() - 0.06);
        solid.end(0x2A2B2E, back - 0.01, -half, half, 0.45, 0.8);
        solid.side(
                Colors.mix(cargo, dice.pick(LIVERIES), 0.7),
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
        solid.front(GLASS, front + 0.01, -half * 0.84, half * 0.84, height * 0.56, height * 0.9);
        solid.side(GLASS, front - 1.3, front - 0.25, height * 0.58, height * 0.88, half * 0.95);
        solid.front(0x222326, front + 0.01, -half * 0.6, half * 0.6, 0.7, height * 0.42);
    }

    private static void bus(Solid solid, Actor actor, Dice dice, Look look) {
        double half = width(actor.kind()) / 2;
        double back = -length(actor.kind()) / 2;
        double front = -back;
        double top = actor.size();
        int paint = Colors.vary(dice.pick(LIVERIES), dice, 0.1);
        int glass = look.dark() ? 0xC9B98A : GLASS;
        underbody(solid, back, front, half);
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

    private static void lights(Figure figure, Solid solid, Actor actor, Camera camera, Look look) {
        double half = width(actor.kind()) / 2;
        double back = -length(actor.kind()) / 2 - 0.03;
        double low = actor.kind() == Kind.CAR ? actor.size() * 0.42 : 0.8;
        double high = low + (actor.kind() == Kind.CAR ? 0.17 : 0.28);
        Dice dice = Dice.of(actor.seed(), 22);
        boolean on = (look.dark() || look.rain) && (actor.speedZ() != 0 || actor.speedX() != 0);
        boolean brakes = (on && dice.chance(0.4)) || dice.chance(0.15);
        for (int side = -1; side <= 1; side += 2) {
            double outer = side * half * 0.98;
            double inner = side * half * 0.66;
            double[] tail = Solid.rearCorners(back, Math.min(inner, outer), Math.max(inner, outer), low, high);
            double[] head =
                    Solid.rearCorners(-back, Math.max(inner, outer), Math.min(inner, outer), low * 0.9, high * 0.92);
            if (on || brakes) {
                boolean seen = solid.light(brakes ? 0xFF3A26 : 0xD8201A, tail);
                if (seen && look.dark()) {
                    shine(
                            figure,
                            solid,
                            camera,
                            back,
                            (inner + outer) / 2,
                            (low + high) / 2,
                            brakes ? 0.8 : 0.5,
                            0xFF2A18,
                            brakes ? 0.6 : 0.4);
                }
            } else {
                solid.face(0x7E1B18, tail);
            }
            if (on) {
                if (solid.light(0xFFF8E4, head)) {
                    shine(
                            figure,
                            solid,
                            camera,
                            -back,
                            (inner + outer) / 2,
                            low,
                            look.night ? 1.1 : 0.6,
                            0xFFF2D0,
                            look.night ? 0.85 : 0.5);
                }
            } else {
                solid.face(0xC9CED2, head);
            }
        }
    }

    private static void shine(
            Figure figure,
            Solid solid,
            Camera camera,
            double along,
            double across,
            double up,
            double metres,
            int rgb,
            double strength) {
        double z = solid.worldZ(along, across);
        if (z < 1.5) {
            return;
        }
        double x = camera.screenX(solid.worldX(along, across), z);
        double radius = Math.max(5, Math.min(90, metres * camera.scale(z)));
        figure.glow(x, camera.screenY(up, z), radius, rgb, strength);
    }
}
