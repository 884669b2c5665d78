// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth;

import dev.joust.driving.synth.Road.Band;
import dev.joust.driving.synth.Road.Marking;
import dev.joust.driving.synth.Road.Strip;

/** Paints the ground row by row, each row being one distance: strips, markings, texture, light, reflections. */
final class Ground {
    private static final int STEP = 32;

    private final Canvas canvas;
    private final Camera camera;
    private final Look look;
    private final Lighting lighting;
    private final int[] row;
    private final float[] light;
    private double travelled;

    Ground(Canvas canvas, Camera camera, Look look, Lighting lighting) {
        this.canvas = canvas;
        this.camera = camera;
        this.look = look;
        this.lighting = lighting;
        this.row = new int[canvas.width];
        this.light = new float[4 * (canvas.width / STEP + 2)];
    }

    /** Paints all below the horizon; {@code metres} is how far the camera has gone since the clip began. */
    void paint(Road road, double metres) {
        travelled = metres;
        for (int y = (int) Math.max(0, camera.horizon() + 1); y < canvas.height; y++) {
            double z = Math.min(900, camera.groundZ(y + 0.5));
            double depth = Math.min(60, z * z / (camera.focal() * camera.eye()));
            paintStrips(road, z);
            for (Band band : road.bands()) {
                paintBand(band, z, depth);
            }
            for (Marking marking : road.markings()) {
                paintMarking(marking, z, depth);
            }
            paintLit(y, z);
        }
    }

    private void paintStrips(Road road, double z) {
        for (int i = 0; i < road.strips().size(); i++) {
            Strip strip = road.strips().get(i);
            double from = i == 0 ? 0 : camera.screenX(strip.from(), z);
            double to = i + 1 < road.strips().size() ? camera.screenX(road.strips().get(i + 1).from(), z) : canvas.width;
            span(from, to, strip.rgb(), 1);
        }
    }

    private void paintBand(Band band, double z, double depth) {
        double share = overlap(z - depth / 2, z + depth / 2, band.fromZ() - travelled, band.toZ() - travelled) * band.strength();
        if (share <= 0) {
            return;
        }
        if (band.period() == 0) {
            span(camera.screenX(band.fromX(), z), camera.screenX(band.toX(), z), band.rgb(), share);
            return;
        }
        for (double x = band.fromX(); x < band.toX(); x += band.period()) {
            span(camera.screenX(x, z), camera.screenX(x + band.period() * band.share(), z), band.rgb(), share);
        }
    }

    private void paintMarking(Marking marking, double z, double depth) {
        double share = 0.85;
        if (marking.period() > 0) {
            double place = (z + travelled) / marking.period();
            double fraction = place - Math.floor(place);
            double blur = depth / marking.period();
            share *= blur > 0.8 ? marking.share() : overlap(fraction - blur / 2, fraction + blur / 2, 0, marking.share());
        }
        double half = marking.width() / 2;
        span(camera.screenX(marking.x() - half, z), camera.screenX(marking.x() + half, z), marking.rgb(), share);
    }

    /** How much of [from, to) lies in [low, high). */
    private static double overlap(double from, double to, double low, double high) {
        return Math.max(0, Math.min(to, high) - Math.max(from, low)) / Math.max(1e-6, to - from);
    }

    /** Mixes a colour into the row between two fractional columns. */
    private void span(double from, double to, int rgb, double share) {
        double left = Math.max(0, from);
        double right = Math.min(canvas.width, to);
        if (right <= left || share <= 0) {
            return;
        }
        int first = (int) left;
        int last = (int) right;
        int full = (int) (share * 256);
        if (first == last) {
            row[first] = Canvas.blend(row[first], rgb, (int) (full * (right - left)));
            return;
        }
        row[first] = Canvas.blend(row[first], rgb, (int) (full * (first + 1 - left)));
        for (int x = first + 1; x < last; x++) {
            row[x] = full >= 256 ? rgb : Canvas.blend(row[x], rgb, full);
        }
        if (last < canvas.width) {
            row[last] = Canvas.blend(row[last], rgb, (int) (full * (right - last)));
        }
    }

    private void paintLit(int y, double z) {
        int cells = light.length / 4;
        for (int i = 0; i < cells; i++) {
            lighting.moveTo(camera.worldX(i * STEP, z), z);
            light[4 * i] = (float) lighting.red();
            light[4 * i + 1] = (float) lighting.green();
            light[4 * i + 2] = (float) lighting.blue();
        }
        int air = (int) (lighting.air() * 256);
        double perPixel = z / camera.focal();
        double grainStep = Math.max(0.35, perPixel * 24);
        double x0 = camera.worldX(0, z) * 24;
        float amount = (float) (Math.min(1, 14 / z) * (look.snow ? 0.24 : 0.2));
        byte[] grain = NoiseTile.GRAIN.raw();
        int grainRow = NoiseTile.row((int) ((z + travelled) * 24));
        byte[] cloud = NoiseTile.CLOUDS.raw();
        int cloudRow = NoiseTile.row((int) ((z + travelled) * 9));
        int at = y * canvas.width;
        for (int x = 0; x < canvas.width; x++) {
            int i = x / STEP * 4;
            float t = x % STEP / (float) STEP;
            int place = (int) (x0 + x * grainStep);
            float texture = (grain[grainRow | place & NoiseTile.MASK] + cloud[cloudRow | (place >> 1) & NoiseTile.MASK] * 0.8f) * amount;
            int rgb = row[x];
            float red = ((rgb >> 16 & 255) + texture) * (light[i] + (light[i + 4] - light[i]) * t);
            float green = ((rgb >> 8 & 255) + texture) * (light[i + 1] + (light[i + 5] - light[i + 1]) * t);
            float blue = ((rgb & 255) + texture) * (light[i + 2] + (light[i + 6] - light[i + 2]) * t);
            canvas.pixels[at + x] = Canvas.blend(clamp(red) << 16 | clamp(green) << 8 | clamp(blue), look.hazeRgb, air);
        }
    }

    private static int clamp(float value) {
        return value < 0 ? 0 : value > 255 ? 255 : (int) value;
    }

    /** Mirrors what stands behind the road in its wet surface. */
    void reflect(Road road, Dice dice) {
        int horizon = (int) Math.max(0, camera.horizon() + 1);
        int shift = dice.between(0, NoiseTile.MASK);
        for (int y = horizon; y < canvas.height; y++) {
            int mirrored = (int) (2 * camera.horizon() - y * 1.0 + (y - horizon) * 0.25);
            if (mirrored < 0) {
                mirrored = 0;
            }
            int wave = NoiseTile.GRAIN.at(shift, y) * (y - horizon) / 4000;
            int strength = 46 + NoiseTile.CLOUDS.at(shift + y / 3, y) / 4;
            int source = Math.min(canvas.height - 1, mirrored) * canvas.width;
            int at = y * canvas.width;
            double z = camera.groundZ(y + 0.5);
            int from = (int) Math.max(0, camera.screenX(road.left() - road.walk(), z));
            int to = (int) Math.min(canvas.width, camera.screenX(road.right() + road.walk(), z));
            for (int x = from; x < to; x++) {
                int column = Math.max(0, Math.min(canvas.width - 1, x + wave));
                canvas.pixels[at + x] = Canvas.blend(canvas.pixels[at + x], canvas.pixels[source + column], strength);
            }
        }
    }
}
