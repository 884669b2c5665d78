// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.figure;

import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Colors;
import java.awt.geom.Path2D;

/**
 * A body on the ground with its own axes, drawn face by face; faces that look away are left out.
 *
 * <p>Points are given as along (ahead), up, across (to its right); corners run clockwise as seen from outside.
 */
public final class Solid {
    private final Figure figure;
    private final Camera camera;
    private final double x;
    private final double z;
    private final double sine;
    private final double cosine;

    /** A body whose middle stands at x and z; heading 0 looks away from the camera. */
    public Solid(Figure figure, Camera camera, double x, double z, double heading) {
        this.figure = figure;
        this.camera = camera;
        this.x = x;
        this.z = z;
        this.sine = StrictMath.sin(heading);
        this.cosine = StrictMath.cos(heading);
    }

    double worldX(double along, double across) {
        return x + along * sine + across * cosine;
    }

    double worldZ(double along, double across) {
        return z + along * cosine - across * sine;
    }

    /** A polygon of along, up, across triples. */
    public void face(int rgb, double... points) {
        double[] world = world(points);
        if (facesCamera(world)) {
            figure.body(camera.project(world), rgb);
        }
    }

    /** A face that shines; tells whether it is seen. */
    public boolean light(int rgb, double... points) {
        double[] world = world(points);
        if (!facesCamera(world)) {
            return false;
        }
        figure.light(camera.project(world), rgb);
        return true;
    }

    /** A box, its sides darker or lighter by where they look. */
    public void box(int rgb, double fromAlong, double toAlong, double fromUp, double toUp, double half) {
        end(Colors.scale(rgb, 0.88), fromAlong, -half, half, fromUp, toUp);
        front(Colors.scale(rgb, 0.96), toAlong, -half, half, fromUp, toUp);
        side(rgb, fromAlong, toAlong, fromUp, toUp, half);
        face(
                Colors.scale(rgb, 1.15),
                fromAlong,
                toUp,
                -half,
                toAlong,
                toUp,
                -half,
                toAlong,
                toUp,
                half,
                fromAlong,
                toUp,
                half);
    }

    /** A rectangle that looks backwards. */
    public void end(int rgb, double along, double fromAcross, double toAcross, double fromUp, double toUp) {
        face(rgb, rearCorners(along, fromAcross, toAcross, fromUp, toUp));
    }

    /** A rectangle that looks ahead. */
    void front(int rgb, double along, double fromAcross, double toAcross, double fromUp, double toUp) {
        face(rgb, rearCorners(along, /* fromAcross= */ toAcross, /* toAcross= */ fromAcross, fromUp, toUp));
    }

    /** A rectangle on both flanks, of which at most one is seen. */
    void side(int rgb, double fromAlong, double toAlong, double fromUp, double toUp, double half) {
        flanks(rgb, half, half, fromAlong, fromUp, fromAlong, toUp, toAlong, toUp, toAlong, fromUp);
    }

    /** The corners of a rectangle that looks back, as triples for {@link #face}. */
    public static double[] rearCorners(double along, double fromAcross, double toAcross, double fromUp, double toUp) {
        return new double[] {
            along, fromUp, fromAcross, along, toUp, fromAcross, along, toUp, toAcross, along, fromUp, toAcross
        };
    }

    /**
     * A polygon of along, up pairs on the right flank and its mirror image on the left one.
     *
     * @param lowHalf half the width at the first corner's height
     * @param highHalf half the width at the second corner's height
     */
    public void flanks(int rgb, double lowHalf, double highHalf, double... alongUp) {
        int corners = alongUp.length / 2;
        double low = alongUp[1];
        double high = alongUp[3];
        double[] right = new double[3 * corners];
        double[] left = new double[3 * corners];
        for (int i = 0; i < corners; i++) {
            double up = alongUp[2 * i + 1];
            double share = high == low ? 0 : (up - low) / (high - low);
            double half = lowHalf + (highHalf - lowHalf) * share;
            put(right, i, alongUp[2 * i], up, half);
            put(left, corners - 1 - i, alongUp[2 * i], up, -half);
        }
        face(rgb, right);
        face(rgb, left);
    }

    private static void put(double[] points, int corner, double along, double up, double across) {
        points[3 * corner] = along;
        points[3 * corner + 1] = up;
        points[3 * corner + 2] = across;
    }

    /** A wheel on each flank. */
    void wheels(double along, double radius, double half) {
        disc(0x17181A, along, radius, radius, half);
        disc(0x8E9196, along, radius, radius * 0.55, half + 0.01);
    }

    private void disc(int rgb, double along, double centreUp, double radius, double half) {
        int corners = 16;
        double[] alongUp = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            double angle = Math.PI * (1.5 - 2.0 * i / corners);
            alongUp[2 * i] = along + radius * StrictMath.cos(angle);
            alongUp[2 * i + 1] = centreUp + radius * StrictMath.sin(angle);
        }
        flanks(rgb, half, half, alongUp);
    }

    /** What the body covers of the ground. */
    public Path2D ground(double fromAlong, double toAlong, double half) {
        return camera.project(
                world(new double[] {fromAlong, 0, -half, toAlong, 0, -half, toAlong, 0, half, fromAlong, 0, half}));
    }

    private double[] world(double[] points) {
        double[] world = new double[points.length];
        for (int i = 0; i < points.length; i += 3) {
            world[i] = worldX(points[i], points[i + 2]);
            world[i + 1] = points[i + 1];
            world[i + 2] = worldZ(points[i], points[i + 2]);
        }
        return world;
    }

    private boolean facesCamera(double[] p) {
        double ax = p[3] - p[0];
        double ay = p[4] - p[1];
        double az = p[5] - p[2];
        double bx = p[6] - p[3];
        double by = p[7] - p[4];
        double bz = p[8] - p[5];
        // The bend moves things sideways by heading z + bend z^2; near enough to a plane for one face.
        double eyeX = camera.x() - (camera.heading() + camera.bend() * Math.max(0, p[2])) * p[2];
        double nx = ay * bz - az * by;
        double ny = az * bx - ax * bz;
        double nz = ax * by - ay * bx;
        return nx * (p[0] - eyeX) + ny * (p[1] - camera.eye()) + nz * p[2] < 0;
    }
}
