// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.figure;

import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Actor.Kind;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;

/** Cars, vans, trucks, buses and trams as solids of a few faces with glass, wheels and lights. */
final class Vehicles {
    private Vehicles() {}

    static void draw(Figure figure, Actor actor, Camera camera, Look look) {
        Solid solid = Bodywork.solid(figure, camera, actor);
        Dice dice = Dice.of(actor.seed(), 21);
        switch (actor.kind()) {
            case TRUCK -> HeavyVehicles.truck(solid, actor, dice);
            case BUS, TRAM -> HeavyVehicles.bus(solid, actor, dice, look);
            default -> Cars.draw(solid, actor, dice);
        }
        lights(figure, solid, actor, camera, look);
    }

    private static void lights(Figure figure, Solid solid, Actor actor, Camera camera, Look look) {
        double half = Bodywork.width(actor.kind()) / 2;
        double back = -Bodywork.length(actor.kind()) / 2 - 0.03;
        double low = actor.kind() == Kind.CAR ? actor.size() * 0.42 : 0.8;
        double high = low + (actor.kind() == Kind.CAR ? 0.17 : 0.28);
        Dice dice = Dice.of(actor.seed(), 22);
        boolean on = (look.dark() || look.rain()) && (actor.speedZ() != 0 || actor.speedX() != 0);
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
                            look.night() ? 1.1 : 0.6,
                            0xFFF2D0,
                            look.night() ? 0.85 : 0.5);
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
