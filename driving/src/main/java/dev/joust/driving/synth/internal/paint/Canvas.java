// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.paint;

import dev.joust.driving.synth.internal.figure.Figure;
import dev.joust.driving.synth.internal.world.Colors;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * A picture that is drawn on both ways: polygons through Java2D, and pixel by pixel where that is faster.
 *
 * <p>All rendering hints are set, none is left to the platform; no text is drawn.
 */
final class Canvas {
    final int width;
    final int height;
    /** 0xRRGGBB, row by row. */
    final int[] pixels;

    private final Graphics2D graphics;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        this.graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_SPEED);
        graphics.setRenderingHint(RenderingHints.KEY_DITHERING, RenderingHints.VALUE_DITHER_DISABLE);
    }

    void fill(Shape shape, int rgb) {
        graphics.setColor(new Color(rgb));
        graphics.fill(shape);
    }

    void fill(Shape shape, int rgb, double alpha) {
        graphics.setColor(new Color((rgb & 0xFFFFFF) | (int) (alpha * 255) << 24, true));
        graphics.fill(shape);
    }

    void fill(Figure figure, Lighting lighting) {
        for (Figure.Part part : figure.parts()) {
            fill(
                    part.shape(),
                    part.role() == Figure.Role.LIGHT ? lighting.shine(part.rgb()) : lighting.shade(part.rgb()));
        }
        for (Figure.Glow glow : figure.glows()) {
            halo(
                    glow.x(),
                    glow.y(),
                    glow.radius(),
                    glow.radius(),
                    glow.rgb(),
                    glow.strength() * (1 - 0.6 * lighting.air()));
        }
    }

    /** Adds light that fades from a centre. */
    void halo(double centreX, double centreY, double radiusX, double radiusY, int rgb, double strength) {
        int top = (int) Math.max(0, centreY - radiusY);
        int bottom = (int) Math.min(height - 1, centreY + radiusY);
        int left = (int) Math.max(0, centreX - radiusX);
        int right = (int) Math.min(width - 1, centreX + radiusX);
        double red = Colors.red(rgb) * strength;
        double green = Colors.green(rgb) * strength;
        double blue = Colors.blue(rgb) * strength;
        for (int y = top; y <= bottom; y++) {
            double dy = (y - centreY) / radiusY;
            for (int x = left; x <= right; x++) {
                double dx = (x - centreX) / radiusX;
                double rest = 1 - dx * dx - dy * dy;
                if (rest > 0) {
                    double share = rest * rest * rest;
                    add(y * width + x, (int) (red * share), (int) (green * share), (int) (blue * share));
                }
            }
        }
    }

    private void add(int at, int red, int green, int blue) {
        int old = pixels[at];
        pixels[at] = Math.min(255, (old >> 16 & 255) + red) << 16
                | Math.min(255, (old >> 8 & 255) + green) << 8
                | Math.min(255, (old & 255) + blue);
    }

    /** Mixes a colour into a pixel, {@code share} of 256; outside of the frame nothing happens. */
    void blend(int x, int y, int rgb, int share) {
        if (x < 0 || y < 0 || x >= width || y >= height) {
            return;
        }
        int at = y * width + x;
        pixels[at] = blend(pixels[at], rgb, share);
    }

    static int blend(int under, int over, int share) {
        int keep = 256 - share;
        int redBlue = ((under & 0xFF00FF) * keep + (over & 0xFF00FF) * share) >>> 8 & 0xFF00FF;
        int green = ((under & 0xFF00) * keep + (over & 0xFF00) * share) >>> 8 & 0xFF00;
        return redBlue | green;
    }
}
