// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.report;

import dev.joust.vision.ImageHeader;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Draws boxes on a small picture, and a lens where the largest of them is too small to see. */
final class BoxPainter {
    private static final Color RIDER = new Color(0x3E, 0xD6, 0xC8);
    private static final Color OTHER = new Color(0xFF, 0xB4, 0x2E);
    private static final Color HALO = new Color(0, 0, 0, 130);
    private static final float MARGIN = 2;
    private static final float SMALLEST_SHOWN = 26;
    private static final int LENS = 88;
    private static final int LENS_GAP = 8;
    private static final float LENS_VIEW = 1.7f;

    private final Graphics2D graphics;
    private final int width;
    private final int height;
    private final float scaleX;
    private final float scaleY;

    BoxPainter(Graphics2D graphics, BufferedImage small, ImageHeader original) {
        this.graphics = graphics;
        this.width = small.getWidth();
        this.height = small.getHeight();
        this.scaleX = (float) width / original.width();
        this.scaleY = (float) height / original.height();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    void boxes(List<MarkedBox> boxes) {
        for (MarkedBox box : boxes) {
            float x = box.x1() * scaleX - MARGIN;
            float y = box.y1() * scaleY - MARGIN;
            float across = box.width() * scaleX + 2 * MARGIN;
            float down = box.height() * scaleY + 2 * MARGIN;
            outline(new RoundRectangle2D.Float(x, y, across, down, 3, 3), color(box));
        }
    }

    /** Shows the largest box enlarged in the upper corner that is farther from it, if it is small. */
    void inset(List<MarkedBox> boxes, Supplier<BufferedImage> original) {
        Optional<MarkedBox> largest = boxes.stream().max(Comparator.comparingDouble(MarkedBox::height));
        boolean fits = height > LENS + 2 * LENS_GAP;
        if (largest.isEmpty() || largest.get().height() * scaleY >= SMALLEST_SHOWN || !fits) {
            return;
        }
        MarkedBox box = largest.get();
        float centerX = (box.x1() + box.x2()) / 2;
        float centerY = (box.y1() + box.y2()) / 2;
        int half = Math.max(6, Math.round(Math.max(box.width(), box.height()) * LENS_VIEW / 2));
        int x = centerX * scaleX > width / 2f ? LENS_GAP : width - LENS - LENS_GAP;
        Shape lens = new Ellipse2D.Float(x, LENS_GAP, LENS, LENS);
        Shape whole = graphics.getClip();
        graphics.clip(lens);
        int left = Math.round(centerX) - half;
        int top = Math.round(centerY) - half;
        graphics.drawImage(
                original.get(),
                x,
                LENS_GAP,
                x + LENS,
                LENS_GAP + LENS,
                left,
                top,
                left + 2 * half,
                top + 2 * half,
                null);
        graphics.setClip(whole);
        outline(lens, color(box));
    }

    private void outline(Shape shape, Color color) {
        graphics.setColor(HALO);
        graphics.setStroke(new BasicStroke(3.2f));
        graphics.draw(shape);
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke(1.6f));
        graphics.draw(shape);
    }

    private static Color color(MarkedBox box) {
        return box.label().equals("rider") ? RIDER : OTHER;
    }
}
