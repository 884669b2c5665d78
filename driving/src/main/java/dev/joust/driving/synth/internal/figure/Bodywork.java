// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.figure;

import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Actor.Kind;
import dev.joust.driving.synth.internal.world.Camera;

/** What all vehicles share: their measures, their place, their paints, and the dark below them. */
public final class Bodywork {
    static final int GLASS = 0x2B3640;
    static final int[] PAINTS = {
        0xE8E8E6, 0xD4D6D8, 0xA9AEB2, 0x6C7075, 0x2C2E33, 0x1D1E22, 0x9E2620, 0x27457E, 0x1F5F6B, 0x7B6A55, 0x3E5B3A,
        0xC7B28C
    };
    static final int[] LIVERIES = {0xE6E2D8, 0xC9332B, 0x2F68B0, 0xF0B42E, 0x3C8C57, 0xD8DBDE, 0x7A8087};

    private Bodywork() {}

    /** Metres from bumper to bumper. */
    public static double length(Kind kind) {
        return switch (kind) {
            case TRUCK -> 8.2;
            case BUS -> 11.8;
            case TRAM -> 26;
            case VAN -> 5.2;
            default -> 4.5;
        };
    }

    /** Metres across. */
    public static double width(Kind kind) {
        return switch (kind) {
            case TRUCK, BUS, TRAM -> 2.5;
            case VAN -> 2.0;
            default -> 1.82;
        };
    }

    /** Where the middle of a vehicle is whose nearest point is at z. */
    public static Solid solid(Figure figure, Camera camera, Actor actor) {
        double half = length(actor.kind()) / 2;
        double depth = Math.abs(StrictMath.cos(actor.heading())) * half
                + Math.abs(StrictMath.sin(actor.heading())) * width(actor.kind()) / 2;
        return new Solid(figure, camera, actor.x(), actor.z() + depth, actor.heading());
    }

    static void underbody(Solid solid, double back, double front, double half) {
        int dark = 0x121316;
        solid.end(dark, back, -half, -half + 0.26, 0, 0.32);
        solid.end(dark, back, half - 0.26, half, 0, 0.32);
        solid.end(0x0C0C0E, back, -half + 0.2, half - 0.2, 0.16, 0.32);
        solid.front(dark, front, -half, -half + 0.26, 0, 0.32);
        solid.front(dark, front, half - 0.26, half, 0, 0.32);
        solid.front(0x0C0C0E, front, -half + 0.2, half - 0.2, 0.16, 0.32);
    }
}
