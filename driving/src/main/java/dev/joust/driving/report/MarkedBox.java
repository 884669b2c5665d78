// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.report;

import static java.util.Objects.requireNonNull;

import dev.joust.query.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A box to mark on a picture, in pixels of the picture as it is stored.
 *
 * @param label what is in it, such as {@code person}
 */
public record MarkedBox(String label, float x1, float y1, float x2, float y2) {
    private static final String CATEGORIES = "ann_categories";
    private static final String BOXES = "ann_bboxes";

    /** Refuses nulls. */
    public MarkedBox {
        requireNonNull(label, "label");
    }

    /**
     * The boxes of some categories, from two columns that are parallel; a box without four numbers is left out.
     *
     * @param categories one word per box
     * @param boxes {@code [x1, y1, x2, y2]} each
     * @param wanted the categories to keep
     */
    public static List<MarkedBox> of(List<?> categories, List<?> boxes, Collection<String> wanted) {
        List<MarkedBox> marked = new ArrayList<>();
        for (int i = 0; i < Math.min(categories.size(), boxes.size()); i++) {
            if (categories.get(i) instanceof String label
                    && wanted.contains(label)
                    && boxes.get(i) instanceof List<?> box
                    && box.size() == 4
                    && box.stream().allMatch(Number.class::isInstance)) {
                marked.add(new MarkedBox(label, at(box, 0), at(box, 1), at(box, 2), at(box, 3)));
            }
        }
        return marked;
    }

    /** The boxes of some categories that a row has in {@code ann_categories} and {@code ann_bboxes}, if it has any. */
    public static List<MarkedBox> of(Row row, Collection<String> wanted) {
        return row.has(CATEGORIES)
                        && row.has(BOXES)
                        && row.value(CATEGORIES) instanceof List<?> categories
                        && row.value(BOXES) instanceof List<?> boxes
                ? of(categories, boxes, wanted)
                : List.of();
    }

    private static float at(List<?> box, int index) {
        return ((Number) box.get(index)).floatValue();
    }

    /** Pixels across. */
    public float width() {
        return x2 - x1;
    }

    /** Pixels down. */
    public float height() {
        return y2 - y1;
    }
}
