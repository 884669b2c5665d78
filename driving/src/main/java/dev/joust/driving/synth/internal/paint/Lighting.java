// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import dev.joust.driving.synth.internal.figure.StreetFurniture;
import dev.joust.driving.synth.internal.scene.ScenePlan;
import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Colors;
import dev.joust.driving.synth.internal.world.Look;
import java.util.List;

/**
 * How bright a thing is at its place: daylight, street lamps, the car's own headlights, and the air between.
 *
 * <p>Painters give the colour that a thing has in white light; what reaches the camera is computed here.
 */
final class Lighting {
    private static final double POOL_METRES = 6.5;

    private final Look look;
    private final Camera camera;
    private final List<Lamp> lamps;
    private double red;
    private double green;
    private double blue;
    private double air;

    private Lighting(Look look, Camera camera, List<Lamp> lamps) {
        this.look = look;
        this.camera = camera;
        this.lamps = List.copyOf(lamps);
    }

    static Lighting of(ScenePlan plan) {
        double power = plan.look().night() ? 0.62 : 0.2;
        List<Lamp> lamps = plan.actors().stream()
                .filter(actor -> actor.kind() == Actor.Kind.LAMP)
                .map(lamp -> new Lamp(
                        lamp.x() + (lamp.x() > 0 ? -1.7 : 1.7), lamp.z(), StreetFurniture.lampRgb(lamp), power))
                .toList();
        return new Lighting(plan.look(), plan.camera(), lamps);
    }

    List<Lamp> lamps() {
        return lamps;
    }

    /** Makes the light at a place the current one. */
    void moveTo(double x, double z) {
        red = look.ambientRed();
        green = look.ambientGreen();
        blue = look.ambientBlue();
        if (look.tunnel()) {
            red = 0.62;
            green = 0.57;
            blue = 0.47;
        }
        if (look.dark()) {
            addHeadlights(x - camera.x(), z);
            for (Lamp lamp : lamps) {
                addLamp(lamp, x, z);
            }
        }
        air = 1 - Math.exp(-Math.max(0, z) / look.hazeMetres());
        if (look.tunnel()) {
            air *= 0.35;
        }
    }

    private void addHeadlights(double dx, double z) {
        if (z < 1) {
            return;
        }
        double across = dx / (1.6 + 0.24 * z);
        double along = z < 9 ? z / 9 : 1 / (1 + sq((z - 9) / 24));
        double strength = (look.night() ? 0.72 : 0.12) * along / (1 + sq(across) * sq(across));
        red += strength;
        green += strength * 0.95;
        blue += strength * 0.84;
    }

    private void addLamp(Lamp lamp, double x, double z) {
        double distance = sq((x - lamp.x()) / POOL_METRES) + sq((z - lamp.z()) / (POOL_METRES * 1.25));
        if (distance > 12) {
            return;
        }
        double strength = lamp.power() / sq(1 + distance);
        red += strength * Colors.red(lamp.rgb()) / 255;
        green += strength * Colors.green(lamp.rgb()) / 255;
        blue += strength * Colors.blue(lamp.rgb()) / 255;
    }

    double red() {
        return red;
    }

    double green() {
        return green;
    }

    double blue() {
        return blue;
    }

    double air() {
        return air;
    }

    /** What the camera sees of a colour in the current light. */
    int shade(int rgb) {
        int lit = Colors.of(Colors.red(rgb) * red, Colors.green(rgb) * green, Colors.blue(rgb) * blue);
        return Colors.mix(lit, look.hazeRgb(), air);
    }

    /** What the camera sees of something that shines by itself. */
    int shine(int rgb) {
        return Colors.mix(rgb, look.hazeRgb(), air * 0.6);
    }

    private static double sq(double value) {
        return value * value;
    }

    /** A street lamp or another light above the ground, at x and z, shining down. */
    record Lamp(double x, double z, int rgb, double power) {}
}
