// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Colors;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;

/** The sky: a gradient by hour and weather, the sun's glow, clouds in perspective, and stars. */
final class Sky {
    private static final int STEP = 4;

    private final Canvas canvas;
    private final Camera camera;
    private final Look look;
    /** The colours of one row at every fourth pixel. */
    private final int[] nodes;

    private double cloudX;
    private double cloudY;

    Sky(Canvas canvas, Camera camera, Look look) {
        this.canvas = canvas;
        this.camera = camera;
        this.look = look;
        this.nodes = new int[canvas.width / STEP + 2];
    }

    void paint(Dice dice) {
        cloudX = dice.range(0, NoiseTile.SIZE);
        cloudY = dice.range(0, NoiseTile.SIZE);
        double sunRow = camera.horizon() * (look.dusk() ? dice.range(0.55, 0.95) : dice.range(-0.2, 0.5));
        int bottom = (int) Math.min(canvas.height, camera.horizon() + 3);
        for (int y = 0; y < bottom; y += 2) {
            paintRow(y, sunRow);
            if (y + 1 < bottom) {
                System.arraycopy(canvas.pixels, y * canvas.width, canvas.pixels, (y + 1) * canvas.width, canvas.width);
            }
        }
        if (look.night() && look.cloudCover() < 0.5) {
            paintStars(dice);
        }
    }

    private void paintRow(int y, double sunRow) {
        double up = Math.max(0, 1 - y / camera.horizon());
        int base = Colors.mix(look.horizonRgb(), look.zenithRgb(), Math.min(1, Math.pow(up, 0.7)));
        double depth = 150 / (camera.horizon() - y + 45);
        double reach = canvas.width * 0.34;
        double dy = (y - sunRow) / reach;
        int sun = look.dusk() ? 0xFFD9A0 : 0xFFFAEC;
        for (int i = 0; i < nodes.length; i++) {
            double x = i * STEP - canvas.width * 0.5;
            double noise =
                    NoiseTile.CLOUDS.smooth(cloudX + x * depth * 0.13 * 1280 / canvas.width, cloudY + depth * 60);
            double covered = cover(noise, depth);
            double dx = (i * STEP - look.sunColumn() * canvas.width) / reach;
            double near = 1 / (1 + 3 * (dx * dx + dy * dy));
            int bright = (int) (Math.min(1, look.sunGlow() * near * near * (1 - 0.5 * covered)) * 256);
            nodes[i] = Canvas.blend(Canvas.blend(base, look.cloudRgb(), (int) (covered * 256)), sun, bright);
        }
        int at = y * canvas.width;
        for (int x = 0; x < canvas.width; x++) {
            int i = x / STEP;
            canvas.pixels[at + x] = Canvas.blend(nodes[i], nodes[i + 1], x % STEP * (256 / STEP));
        }
    }

    private double cover(double noise, double depth) {
        double covered = (noise * 0.75 + look.cloudCover() * 2.1 - 1.05) * 1.1;
        double thick = Math.max(0, Math.min(1, covered));
        // An overcast sky is not one colour: there the noise shows as lighter and darker places.
        double texture = look.cloudCover() > 0.75 ? Math.max(0, Math.min(1, 0.5 + noise * 0.8)) : thick;
        return texture * Math.max(0.15, Math.min(1, 1.7 - depth * 0.5)) * (look.night() ? 0.7 : 0.9);
    }

    private void paintStars(Dice dice) {
        int stars = dice.between(20, 70);
        for (int i = 0; i < stars; i++) {
            canvas.blend(
                    dice.between(0, canvas.width - 1),
                    (int) dice.range(0, camera.horizon() * 0.8),
                    0xDDE4FF,
                    dice.between(60, 190));
        }
    }
}
