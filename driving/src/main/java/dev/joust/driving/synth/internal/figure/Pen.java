// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.figure;

import java.awt.geom.Path2D;

/**
 * Draws flat figures in their own measure: x to the right, y up from the feet, one unit is {@code scale} pixels.
 *
 * <p>Shapes that would be thinner than a pixel are drawn a pixel wide, so that far people keep their legs.
 */
final class Pen {
    private final Figure figure;
    private final double originX;
    private final double originY;
    private final double scale;
    private final int mirror;

    Pen(Figure figure, double originX, double originY, double scale, int mirror) {
        this.figure = figure;
        this.originX = originX;
        this.originY = originY;
        this.scale = scale;
        this.mirror = mirror;
    }

    double x(double x) {
        return originX + mirror * x * scale;
    }

    double y(double y) {
        return originY - y * scale;
    }

    void polygon(int rgb, double... xy) {
        figure.body(path(xy), rgb);
    }

    void light(int rgb, double... xy) {
        figure.light(path(xy), rgb);
    }

    private Path2D path(double... xy) {
        Path2D.Double path = new Path2D.Double(Path2D.WIND_NON_ZERO, xy.length);
        path.moveTo(x(xy[0]), y(xy[1]));
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(x(xy[i]), y(xy[i + 1]));
        }
        path.closePath();
        return path;
    }

    void ellipse(int rgb, double centreX, double centreY, double radiusX, double radiusY) {
        figure.body(ellipsePath(centreX, centreY, radiusX, radiusY), rgb);
    }

    Path2D ellipsePath(double centreX, double centreY, double radiusX, double radiusY) {
        int corners = corners(Math.max(radiusX, radiusY));
        double[] xy = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            xy[2 * i] = centreX + radiusX * StrictMath.cos(angle);
            xy[2 * i + 1] = centreY + radiusY * StrictMath.sin(angle);
        }
        return path(xy);
    }

    /** A ring, as wide as {@code thick} inwards from its radius. */
    void ring(int rgb, double centreX, double centreY, double radius, double thick) {
        Path2D ring = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        double inner = Math.max(0, radius - Math.max(thick, 0.9 / scale));
        ring.append(ellipsePath(centreX, centreY, radius, radius), false);
        ring.append(ellipsePath(centreX, centreY, inner, inner), false);
        figure.body(ring, rgb);
    }

    /** A limb: two round ends of different radius and what lies between. */
    void limb(int rgb, double fromX, double fromY, double toX, double toY, double fromRadius, double toRadius) {
        double thinnest = 0.45 / scale;
        double first = Math.max(fromRadius, thinnest);
        double second = Math.max(toRadius, thinnest);
        double angle = StrictMath.atan2(toY - fromY, toX - fromX);
        int half = Math.max(3, corners(Math.max(first, second)) / 2);
        double[] xy = new double[4 * (half + 1)];
        for (int i = 0; i <= half; i++) {
            double turn = Math.PI * i / half;
            double back = angle + Math.PI / 2 + turn;
            xy[2 * i] = fromX + first * StrictMath.cos(back);
            xy[2 * i + 1] = fromY + first * StrictMath.sin(back);
            double front = angle - Math.PI / 2 + turn;
            int j = 2 * (half + 1 + i);
            xy[j] = toX + second * StrictMath.cos(front);
            xy[j + 1] = toY + second * StrictMath.sin(front);
        }
        figure.body(path(xy), rgb);
    }

    private int corners(double radius) {
        // A multiple of four has a corner at each extreme: the bounds are those of the true ellipse.
        return (int) Math.max(8, Math.min(28, 5 + radius * scale * 0.8)) & ~3;
    }
}
