// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.world;

import java.awt.geom.Path2D;

/**
 * A pinhole camera that looks along a road.
 *
 * <p>World: metres, x to the right of the road's middle, y up from the ground, z ahead of the camera. A curved road is
 * drawn by bending x with z, so that everything is placed as if the road were straight.
 *
 * @param focal pixels
 * @param horizon the row of the horizon
 * @param eye metres above the ground
 * @param x metres right of the road's middle
 * @param heading tangent of the angle between camera and road
 * @param bend 1/m, how much of heading each metre adds
 */
public record Camera(
        int width, int height, double focal, double horizon, double eye, double x, double heading, double bend) {
    /** Nothing nearer than this is drawn. */
    public static final double NEAR = 0.9;

    /** The column at which a point is seen. */
    public double screenX(double worldX, double z) {
        return width * 0.5 + focal * ((worldX - x) / z + heading + bend * z);
    }

    /** The row at which a point is seen. */
    public double screenY(double worldY, double z) {
        return horizon + focal * (eye - worldY) / z;
    }

    /** The distance of the ground that is seen at a row below the horizon. */
    public double groundZ(double row) {
        return focal * eye / (row - horizon);
    }

    /** The world x that is seen at a column, at a distance. */
    public double worldX(double column, double z) {
        return ((column - width * 0.5) / focal - heading - bend * z) * z + x;
    }

    /** Pixels per metre. */
    public double scale(double z) {
        return focal / z;
    }

    /** The picture of a flat polygon given as x, y, z triples, cut off in front of the camera; empty if behind it. */
    public Path2D project(double... xyz) {
        Path2D.Double path = new Path2D.Double(Path2D.WIND_NON_ZERO, xyz.length);
        int corners = xyz.length / 3;
        boolean first = true;
        for (int i = 0; i < corners; i++) {
            int a = 3 * i;
            int b = 3 * ((i + 1) % corners);
            boolean inFront = xyz[a + 2] >= NEAR;
            if (inFront) {
                first = add(path, first, xyz[a], xyz[a + 1], xyz[a + 2]);
            }
            if (inFront != xyz[b + 2] >= NEAR) {
                double t = (NEAR - xyz[a + 2]) / (xyz[b + 2] - xyz[a + 2]);
                first = add(
                        path, first, xyz[a] + t * (xyz[b] - xyz[a]), xyz[a + 1] + t * (xyz[b + 1] - xyz[a + 1]), NEAR);
            }
        }
        if (!first) {
            path.closePath();
        }
        return path;
    }

    private boolean add(Path2D path, boolean first, double worldX, double worldY, double z) {
        if (first) {
            path.moveTo(screenX(worldX, z), screenY(worldY, z));
        } else {
            path.lineTo(screenX(worldX, z), screenY(worldY, z));
        }
        return false;
    }
}
