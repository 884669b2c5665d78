// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.figure;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing as flat coloured polygons on the screen, back to front.
 *
 * <p>Only straight-edged polygons, so that the bounds of the body are exactly the bounds of what is painted. Parts that
 * are not the body (a pole under a sign) are painted but do not count for the box.
 */
public final class Figure {
    /** A face seen edge-on leaves no trace in the picture, and must not widen the box either. */
    private static final double THINNEST_PIXELS = 0.2;

    private final List<Part> parts = new ArrayList<>();
    private final List<Glow> glows = new ArrayList<>();
    private final Rectangle2D.Double box = new Rectangle2D.Double(0, 0, -1, -1);

    void body(Path2D shape, int rgb) {
        add(shape, rgb, Role.BODY);
    }

    /** A part of the body that shines by itself. */
    void light(Path2D shape, int rgb) {
        add(shape, rgb, Role.LIGHT);
    }

    void holder(Path2D shape, int rgb) {
        parts.add(new Part(shape, rgb, Role.HOLDER));
    }

    /** Light around a lamp, added to the picture when this figure is painted. */
    void glow(double x, double y, double radius, int rgb, double strength) {
        glows.add(new Glow(x, y, radius, rgb, strength));
    }

    private void add(Path2D shape, int rgb, Role role) {
        if (shape.getCurrentPoint() == null) {
            return;
        }
        Rectangle2D bounds = shape.getBounds2D();
        if (Math.min(bounds.getWidth(), bounds.getHeight()) < THINNEST_PIXELS) {
            return;
        }
        parts.add(new Part(shape, rgb, role));
        if (box.width < 0) {
            box.setRect(bounds);
        } else {
            Rectangle2D.union(box, bounds, box);
        }
    }

    /** The polygons, back to front. */
    public List<Part> parts() {
        return parts;
    }

    /** The halos around its lamps. */
    public List<Glow> glows() {
        return glows;
    }

    /** The bounds of the body, not cut at the frame; of negative width if there is none. */
    public Rectangle2D box() {
        return box;
    }

    /** The bounds of what of the body lies within a frame; empty if nothing does. */
    public Rectangle2D boxWithin(int width, int height) {
        Rectangle2D.Double frame = new Rectangle2D.Double(0, 0, width, height);
        if (frame.contains(box)) {
            return box;
        }
        Rectangle2D seen = new Rectangle2D.Double();
        for (Part part : parts) {
            if (part.role() == Role.HOLDER) {
                continue;
            }
            Rectangle2D bounds = part.shape().getBounds2D();
            Rectangle2D within = frame.contains(bounds) ? bounds : FrameClip.bounds(part.shape(), width, height);
            if (!within.isEmpty()) {
                seen = seen.isEmpty() ? within : seen.createUnion(within);
            }
        }
        return seen;
    }

    /** Whether any part, also a holder, hides what is behind this point. */
    public boolean covers(double x, double y) {
        for (Part part : parts) {
            if (part.shape().contains(x, y)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this point lies in the body. */
    public boolean bodyCovers(double x, double y) {
        for (Part part : parts) {
            if (part.role() != Role.HOLDER && part.shape().contains(x, y)) {
                return true;
            }
        }
        return false;
    }

    /** What a part is for. */
    public enum Role {
        BODY,
        LIGHT,
        HOLDER
    }

    /** One polygon. */
    public record Part(Path2D shape, int rgb, Role role) {}

    /** A halo, in pixels. */
    public record Glow(double x, double y, double radius, int rgb, double strength) {}
}
