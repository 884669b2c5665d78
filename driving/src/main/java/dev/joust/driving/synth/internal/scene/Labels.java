// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.scene;

import dev.joust.driving.synth.internal.figure.Figure;
import dev.joust.driving.synth.internal.figure.StreetFurniture;
import dev.joust.driving.synth.internal.scene.ScenePlan.Label;
import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Actor.Kind;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the boxes of what is seen: bounds of the painted shapes, cut at the frame.
 *
 * <p>What is hidden is measured on a grid of points within each body; a thing that is more than {@value #HIDDEN_SHARE}
 * hidden has no label. Neither has what the frame cuts to a sliver of less than {@value #SMALLEST_CUT_PIXELS} pixels.
 */
final class Labels {
    static final double HIDDEN_SHARE = 0.85;
    private static final double OCCLUDED_SHARE = 0.08;
    private static final double SMALLEST_PIXELS = 1.5;
    private static final double SMALLEST_CUT_PIXELS = 8;

    private Labels() {}

    static List<Label> of(List<Actor> actors, List<Figure> figures, int width, int height) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < actors.size(); i++) {
            Kind kind = actors.get(i).kind();
            if (kind.category().isEmpty()) {
                continue;
            }
            Rectangle2D whole = figures.get(i).box();
            Rectangle2D seen = figures.get(i).boxWithin(width, height);
            boolean truncated = area(seen) < area(whole) - 0.5;
            double smallest = truncated ? SMALLEST_CUT_PIXELS : SMALLEST_PIXELS;
            if (Math.min(seen.getWidth(), seen.getHeight()) < smallest) {
                continue;
            }
            double hidden = hidden(figures, i, figures.get(i), width, height);
            if (hidden > HIDDEN_SHARE) {
                continue;
            }
            String signal = kind == Kind.TRAFFIC_LIGHT
                    ? List.of("R", "Y", "G").get(StreetFurniture.phase(actors.get(i)))
                    : "NA";
            labels.add(new Label(
                    kind.category().orElseThrow(),
                    hidden > OCCLUDED_SHARE,
                    truncated,
                    signal,
                    seen.getMinX(),
                    seen.getMinY(),
                    seen.getMaxX(),
                    seen.getMaxY()));
        }
        return labels;
    }

    /** The share of a figure's body within the frame that the figures after {@code index} cover. */
    static double hidden(List<Figure> figures, int index, Figure figure, int width, int height) {
        Rectangle2D box = figure.boxWithin(width, height);
        if (box.isEmpty()) {
            return 1;
        }
        List<Figure> nearer = new ArrayList<>();
        for (Figure other : figures.subList(index + 1, figures.size())) {
            if (other.box().intersects(box)) {
                nearer.add(other);
            }
        }
        if (nearer.isEmpty()) {
            return 0;
        }
        int columns = (int) Math.max(4, Math.min(12, box.getWidth() / 2));
        int rows = (int) Math.max(6, Math.min(20, box.getHeight() / 2));
        int body = 0;
        int covered = 0;
        for (int row = 0; row < rows; row++) {
            double y = box.getMinY() + (row + 0.5) / rows * box.getHeight();
            for (int column = 0; column < columns; column++) {
                double x = box.getMinX() + (column + 0.5) / columns * box.getWidth();
                if (figure.bodyCovers(x, y)) {
                    body++;
                    covered += nearer.stream().anyMatch(other -> other.covers(x, y)) ? 1 : 0;
                }
            }
        }
        return body == 0 ? 0 : covered / (double) body;
    }

    private static double area(Rectangle2D rectangle) {
        return rectangle.getWidth() * rectangle.getHeight();
    }
}
