// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Colors;
import dev.joust.driving.synth.internal.world.Dice;
import dev.joust.driving.synth.internal.world.Look;
import dev.joust.driving.synth.internal.world.Road;
import dev.joust.driving.synth.internal.world.Road.Band;
import dev.joust.driving.synth.internal.world.Road.Marking;
import dev.joust.driving.synth.internal.world.Road.Strip;
import java.util.Arrays;

/** Paints the ground row by row, each row being one distance: strips, markings, texture, light, reflections. */
final class Ground {
    private static final int STEP = 32;

    private final Canvas canvas;
    private final Camera camera;
    private final Look look;
    private final Lighting lighting;
    private final int[] row;
    private final int[] red;
    private final int[] green;
    private final int[] blue;
    private final int[] texture;
    private double travelled;
    private boolean litOnce;

    Ground(Canvas canvas, Camera camera, Look look, Lighting lighting) {
        this.canvas = canvas;
        this.camera = camera;
        this.look = look;
        this.lighting = lighting;
        this.row = new int[canvas.width];
        this.red = new int[canvas.width];
        this.green = new int[canvas.width];
        this.blue = new int[canvas.width];
        this.texture = new int[canvas.width];
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
            double to = i + 1 < road.strips().size()
                    ? camera.screenX(road.strips().get(i + 1).from(), z)
                    : canvas.width;
            span(from, to, strip.rgb(), 1);
        }
    }

    private void paintBand(Band band, double z, double depth) {
        double share = overlap(z - depth / 2, z + depth / 2, band.fromZ() - travelled, band.toZ() - travelled)
                * band.strength();
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
            share *= blur > 0.8
                    ? marking.share()
                    : overlap(fraction - blur / 2, fraction + blur / 2, 0, marking.share());
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
        if (y % 2 == 0 || !litOnce) {
            light(z);
            litOnce = true;
        }
        texture(z);
        double air = lighting.air();
        litRow(
                canvas.pixels,
                y * canvas.width,
                (int) (Colors.red(look.hazeRgb()) * air),
                (int) (Colors.green(look.hazeRgb()) * air),
                (int) (Colors.blue(look.hazeRgb()) * air));
    }

    /** Light along a row, 65536 is one, less what the air takes of it. */
    private void light(double z) {
        lighting.moveTo(camera.worldX(0, z), z);
        double clear = (1 - lighting.air()) * 65536;
        if (!look.dark()) {
            Arrays.fill(red, (int) (lighting.red() * clear));
            Arrays.fill(green, (int) (lighting.green() * clear));
            Arrays.fill(blue, (int) (lighting.blue() * clear));
            return;
        }
        for (int from = 0; from < canvas.width; from += STEP) {
            int red0 = (int) (lighting.red() * clear);
            int green0 = (int) (lighting.green() * clear);
            int blue0 = (int) (lighting.blue() * clear);
            lighting.moveTo(camera.worldX(from + STEP, z), z);
            int redStep = ((int) (lighting.red() * clear) - red0) / STEP;
            int greenStep = ((int) (lighting.green() * clear) - green0) / STEP;
            int blueStep = ((int) (lighting.blue() * clear) - blue0) / STEP;
            int end = Math.min(canvas.width, from + STEP) - from;
            for (int i = 0; i < end; i++) {
                red[from + i] = red0 + redStep * i;
                green[from + i] = green0 + greenStep * i;
                blue[from + i] = blue0 + blueStep * i;
            }
        }
    }

    /** Road metal and stains, fixed to the ground; fine ones fade with distance. */
    private void texture(double z) {
        int step = (int) (Math.max(0.35, z / camera.focal() * 24) * 256);
        int place = (int) (((long) (camera.worldX(0, z) * 24 * 256)) & 0x3FFFFFF);
        int amount = (int) (Math.min(1, 14 / z) * (look.night() ? 40 : 34));
        byte[] grain = NoiseTile.GRAIN.raw();
        byte[] stains = NoiseTile.CLOUDS.raw();
        int grainRow = NoiseTile.row((int) ((z + travelled) * 24));
        int stainRow = NoiseTile.row((int) ((z + travelled) * 9));
        for (int x = 0; x < texture.length; x++) {
            int at = place >> 8;
            texture[x] = ((grain[grainRow | (at & NoiseTile.MASK)] + stains[stainRow | ((at >> 1) & NoiseTile.MASK)])
                            * amount)
                    >> 8;
            place += step;
        }
    }

    private void litRow(int[] pixels, int at, int redAir, int greenAir, int blueAir) {
        for (int x = 0; x < texture.length; x++) {
            int rgb = row[x];
            int r = ((Math.max(0, (rgb >> 16 & 255) + texture[x]) * red[x]) >>> 16) + redAir;
            int g = ((Math.max(0, (rgb >> 8 & 255) + texture[x]) * green[x]) >>> 16) + greenAir;
            int b = ((Math.max(0, (rgb & 255) + texture[x]) * blue[x]) >>> 16) + blueAir;
            pixels[at + x] = Math.min(255, r) << 16 | Math.min(255, g) << 8 | Math.min(255, b);
        }
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
