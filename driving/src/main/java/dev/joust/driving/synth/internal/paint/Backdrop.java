// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import dev.joust.driving.synth.internal.scene.ScenePlan;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Colors;
import dev.joust.driving.synth.internal.world.Conditions.Scene;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;
import dev.joust.driving.synth.internal.world.Road;
import java.awt.geom.Path2D;

/** Everything that stands behind the road and is not labelled: skyline, houses, barriers, canopy, tunnel. */
final class Backdrop {
    private final Canvas canvas;
    private final Lighting lighting;
    private final ScenePlan plan;
    private final Camera camera;
    private final Look look;
    private final Road road;
    private final double travelled;

    Backdrop(Canvas canvas, Lighting lighting, ScenePlan plan) {
        this.canvas = canvas;
        this.lighting = lighting;
        this.plan = plan;
        this.camera = plan.camera();
        this.look = plan.look();
        this.road = plan.road();
        this.travelled = plan.travelled();
    }

    /** What lies at the horizon, to be painted before the ground. */
    void paintFar(Scene scene, Dice dice) {
        int layers = scene == Scene.TUNNEL ? 0 : dice.between(1, 3);
        boolean town = scene == Scene.CITY_STREET || scene == Scene.GAS_STATIONS || dice.chance(0.25);
        for (int i = 0; i < layers; i++) {
            double height = canvas.height * dice.range(0.02, town ? 0.2 : 0.11) * (layers - i) / layers + 3;
            int rgb = town ? 0x6A7078 : 0x4C5C48;
            int shown = Colors.of(
                    Colors.red(rgb) * look.ambientRed(),
                    Colors.green(rgb) * look.ambientGreen(),
                    Colors.blue(rgb) * look.ambientBlue());
            double air = Math.min(0.97, 0.3 + (layers - i) * 0.15 + 120 / look.hazeMetres());
            canvas.fill(skyline(height, town, dice), Colors.mix(shown, look.hazeRgb(), air));
        }
    }

    private Path2D skyline(double height, boolean town, Dice dice) {
        Path2D.Double path = new Path2D.Double();
        double base = camera.horizon() + 4;
        path.moveTo(-5, base);
        double slope = dice.range(-0.6, 0.6);
        double row = dice.range(0, NoiseTile.SIZE);
        double x = -5;
        while (x < canvas.width + 5) {
            double step = town ? dice.range(16, 80) : 14;
            double tilt = 1 + slope * (x / canvas.width - 0.5) * 2;
            double shape = town ? dice.range(0.15, 1) : 0.6 + 0.5 * NoiseTile.CLOUDS.smooth(x * 0.14, row);
            double y = base - Math.max(2, height * tilt * shape);
            path.lineTo(x, y);
            x += step;
            if (town) {
                path.lineTo(x, y);
            }
        }
        path.lineTo(canvas.width + 5, base);
        path.closePath();
        return path;
    }

    /** What lines the road, to be painted after the ground. */
    void paintNear(Scene scene, Dice dice) {
        switch (scene) {
            case CITY_STREET -> new Facades(canvas, lighting, plan).paint(dice);
            case RESIDENTIAL -> new Houses(canvas, lighting, plan).paint(dice);
            case GAS_STATIONS -> {
                new Houses(canvas, lighting, plan).paint(dice);
                new Shops(canvas, lighting, plan).paintCanopy(dice);
            }
            case PARKING_LOT -> new Shops(canvas, lighting, plan).paintStore(dice);
            case HIGHWAY -> paintBarriers(dice);
            case TUNNEL -> paintTunnel(dice);
            case UNDEFINED -> {}
        }
    }

    private void paintBarriers(Dice dice) {
        double wall = dice.chance(0.35) ? dice.range(2.5, 5) : 0;
        int side = dice.side();
        int concrete = Colors.vary(0xA7A399, dice, 0.12);
        int noiseWall = Colors.vary(dice.pick(new int[] {0x8B8578, 0x6D7E6A, 0x9A7F68}), dice, 0.15);
        for (double z = 240; z > 0; z -= 12) {
            double shade = 1 - 0.07 * (((int) (z / 12)) & 1);
            if (wall > 0) {
                double x = side < 0 ? road.left() - 3 : road.right() + 3;
                wallSlice(x, z, 12, 0, wall, Colors.scale(noiseWall, shade));
            }
            wallSlice(road.left() - 0.3, z, 12, 0, 0.85, Colors.scale(concrete, shade));
            wallSlice(road.right() + 0.3, z, 12, 0.45, 0.8, Colors.scale(0x9DA2A6, shade));
        }
    }

    private void wallSlice(double x, double fromZ, double depth, double low, double high, int rgb) {
        double from = Math.max(Camera.NEAR, fromZ - travelled % 24);
        double to = from + depth;
        lighting.moveTo(x, from + depth * 0.4);
        canvas.fill(camera.project(x, low, from, x, high, from, x, high, to, x, low, to), lighting.shade(rgb));
    }

    private void paintTunnel(Dice dice) {
        double top = dice.range(4.8, 6.5);
        int wall = Colors.vary(dice.pick(new int[] {0xB9AE98, 0x9C9A94, 0xC2C0B4}), dice, 0.12);
        int ceiling = Colors.scale(wall, 0.5);
        double left = road.left() - road.walk();
        double right = road.right() + road.walk();
        double rows = dice.between(1, 2);
        canvas.fill(
                camera.project(left, 0, 240, left, top, 240, right, top, 240, right, 0, 240),
                dice.chance(0.5) ? 0xE8E2D0 : 0x2A2620);
        for (double z = 240; z > -6; z -= 5) {
            double near = Math.max(Camera.NEAR, z - travelled);
            double far = z + 5 - travelled;
            if (far <= near) {
                continue;
            }
            lighting.moveTo(left, near + 2.5);
            canvas.fill(
                    camera.project(left, 0, near, left, top, near, left, top, far, left, 0, far), lighting.shade(wall));
            canvas.fill(
                    camera.project(left, 0, near, left, 1.2, near, left, 1.2, far, left, 0, far),
                    lighting.shade(Colors.scale(wall, 0.7)));
            lighting.moveTo(right, near + 2.5);
            canvas.fill(
                    camera.project(right, 0, near, right, top, near, right, top, far, right, 0, far),
                    lighting.shade(wall));
            canvas.fill(
                    camera.project(right, 0, near, right, 1.2, near, right, 1.2, far, right, 0, far),
                    lighting.shade(Colors.scale(wall, 0.7)));
            lighting.moveTo(0, near + 2.5);
            canvas.fill(
                    camera.project(left, top, near, left, top, far, right, top, far, right, top, near),
                    lighting.shade(ceiling));
            if ((int) (z / 5) % 2 == 0) {
                tunnelLamps(left, right, top - 0.06, near, rows);
            }
        }
    }

    private void tunnelLamps(double left, double right, double y, double near, double rows) {
        for (int i = 0; i < rows; i++) {
            double x = left + (right - left) * (i + 0.5) / rows;
            canvas.fill(
                    camera.project(
                            x - 0.25, y, near, x - 0.25, y, near + 2.2, x + 0.25, y, near + 2.2, x + 0.25, y, near),
                    0xFFEBC0);
            double radius = Math.max(4, Math.min(90, 1.2 * camera.scale(near + 1)));
            canvas.halo(camera.screenX(x, near + 1), camera.screenY(y, near + 1), radius, radius * 0.6, 0xFFD890, 0.4);
        }
    }
}
