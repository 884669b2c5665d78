// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.figure;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts polygons at the edges of a frame, edge by edge (Sutherland and Hodgman, "Reentrant polygon clipping", 1974).
 *
 * <p>The bounds of what is left are tighter than the bounds of the whole, cut: a long bus that leaves the frame on one
 * side is highest where it is not seen.
 */
final class FrameClip {
    private FrameClip() {}

    /** The bounds of the part of a straight-edged path that lies in the frame; empty if none does. */
    static Rectangle2D bounds(Path2D path, int width, int height) {
        Rectangle2D bounds = new Rectangle2D.Double();
        List<double[]> corners = new ArrayList<>();
        double[] point = new double[6];
        for (PathIterator walk = path.getPathIterator(null); !walk.isDone(); walk.next()) {
            int kind = walk.currentSegment(point);
            if (kind == PathIterator.SEG_CLOSE) {
                bounds = union(bounds, bounds(corners, width, height));
                corners.clear();
            } else {
                corners.add(new double[] {point[0], point[1]});
            }
        }
        return bounds;
    }

    private static Rectangle2D union(Rectangle2D a, Rectangle2D b) {
        return a.isEmpty() ? b : b.isEmpty() ? a : a.createUnion(b);
    }

    private static Rectangle2D bounds(List<double[]> corners, int width, int height) {
        List<double[]> left = corners;
        left = cut(left, 0, 1, 0);
        left = cut(left, 0, -1, -width);
        left = cut(left, 1, 1, 0);
        left = cut(left, 1, -1, -height);
        Rectangle2D.Double bounds = new Rectangle2D.Double();
        for (int i = 0; i < left.size(); i++) {
            double[] corner = left.get(i);
            if (i == 0) {
                bounds.setRect(corner[0], corner[1], 0, 0);
            } else {
                bounds.add(corner[0], corner[1]);
            }
        }
        return bounds;
    }

    /** Keeps what has {@code sign * coordinate >= limit}. */
    private static List<double[]> cut(List<double[]> corners, int axis, int sign, double limit) {
        List<double[]> kept = new ArrayList<>();
        for (int i = 0; i < corners.size(); i++) {
            double[] a = corners.get(i);
            double[] b = corners.get((i + 1) % corners.size());
            double insideA = sign * a[axis] - limit;
            double insideB = sign * b[axis] - limit;
            if (insideA >= 0) {
                kept.add(a);
            }
            if (insideA >= 0 != insideB >= 0) {
                double t = insideA / (insideA - insideB);
                double[] crossing = {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])};
                crossing[axis] = sign * limit;
                kept.add(crossing);
            }
        }
        return kept;
    }
}
