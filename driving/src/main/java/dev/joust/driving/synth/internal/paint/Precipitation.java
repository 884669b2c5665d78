// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;

/** Rain and snow in the air, and drops on the windscreen. */
final class Precipitation {
    private final Canvas canvas;
    private final Look look;

    Precipitation(Canvas canvas, Look look) {
        this.canvas = canvas;
        this.look = look;
    }

    void paint(Dice dice, Dice clip) {
        if (look.tunnel()) {
            return;
        }
        double area = canvas.width * canvas.height / (1280.0 * 720);
        if (look.rain()) {
            streaks((int) (dice.between(500, 800) * area), clip.range(-0.25, 0.25), dice);
            drops((int) (clip.between(25, 70) * area), clip);
        } else if (look.snow()) {
            flakes((int) (dice.between(500, 900) * area), dice);
        }
    }

    private void streaks(int count, double slant, Dice dice) {
        int rgb = look.night() ? 0x8E949E : 0xC6CCD2;
        for (int i = 0; i < count; i++) {
            double x = dice.range(0, canvas.width);
            double y = dice.range(-20, canvas.height);
            int length = dice.between(8, 34);
            int share = dice.between(14, 62);
            for (int step = 0; step < length; step++) {
                canvas.blend((int) (x + slant * step), (int) y + step, rgb, share);
            }
        }
    }

    private void flakes(int count, Dice dice) {
        int rgb = look.night() ? 0xC2C6CE : 0xF4F6F8;
        for (int i = 0; i < count; i++) {
            int x = dice.between(0, canvas.width - 1);
            int y = dice.between(0, canvas.height - 1);
            int radius = dice.chance(0.06) ? dice.between(3, 4) : dice.between(0, 2);
            int share = radius > 2 ? 70 : 170 - 30 * radius;
            for (int dy = -radius; dy <= radius; dy++) {
                for (int dx = -radius; dx <= radius; dx++) {
                    if (dx * dx + dy * dy <= radius * radius + 1) {
                        canvas.blend(x + dx, y + dy, rgb, share);
                    }
                }
            }
        }
    }

    /** Drops show the scene upside down: each copies pixels from below its middle to above it. */
    private void drops(int count, Dice dice) {
        for (int i = 0; i < count; i++) {
            int radius = dice.between(2, 8);
            int x = dice.between(radius, canvas.width - radius - 1);
            int y = dice.between(radius, canvas.height - radius - 1);
            for (int dy = -radius; dy <= radius; dy++) {
                for (int dx = -radius; dx <= radius; dx++) {
                    int distance = dx * dx + dy * dy;
                    if (distance > radius * radius) {
                        continue;
                    }
                    int sourceY = Math.max(0, Math.min(canvas.height - 1, y - dy * 7));
                    int sourceX = Math.max(0, Math.min(canvas.width - 1, x - dx * 4));
                    int rim = distance > radius * radius * 0.6 ? 96 : 176;
                    canvas.blend(x + dx, y + dy, canvas.pixels[sourceY * canvas.width + sourceX], rim);
                }
            }
        }
    }
}
