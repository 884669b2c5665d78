// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Measures the boxes of people: {@code [x1, y1, x2, y2]} in pixels, parallel to the categories. */
final class PersonBoxes {
    private static final int COORDINATES = 4;

    private PersonBoxes() {}

    /**
     * The share of the frame that the largest person box covers inside it, in percent.
     *
     * @return null if there is no person with a whole box
     * @throws IllegalArgumentException if the frame has no area, or the lists have different lengths
     */
    static @Nullable Float largestAreaPercent(
            List<@Nullable String> categories, List<? extends @Nullable List<Float>> boxes, int width, int height) {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("The frame must have an area but is " + width + "x" + height);
        }
        requireParallel(categories, boxes);
        double largest = -1;
        for (int i = 0; i < boxes.size(); i++) {
            List<Float> box = boxes.get(i);
            if (isPerson(categories.get(i), box)) {
                double across = clip(box.get(2), width) - clip(box.get(0), width);
                double down = clip(box.get(3), height) - clip(box.get(1), height);
                largest = Math.max(largest, Math.max(0, across) * Math.max(0, down));
            }
        }
        return largest < 0 ? null : (float) (100 * largest / ((double) width * height));
    }

    /**
     * The height of the smallest person box that nothing hides, in pixels, rounded down.
     *
     * @param occluded whether something hides a part; where it is unknown, nothing does
     * @return null if there is no such person with a whole box
     * @throws IllegalArgumentException if the lists have different lengths
     */
    static @Nullable Integer smallestHeight(
            List<@Nullable String> categories,
            List<? extends @Nullable List<Float>> boxes,
            List<@Nullable Boolean> occluded) {
        requireParallel(categories, boxes);
        if (occluded.size() != boxes.size()) {
            throw new IllegalArgumentException("ann_occluded and ann_bboxes must be of one length but have "
                    + occluded.size() + " and " + boxes.size() + " elements");
        }
        Integer smallest = null;
        for (int i = 0; i < boxes.size(); i++) {
            List<Float> box = boxes.get(i);
            if (isPerson(categories.get(i), box) && !Boolean.TRUE.equals(occluded.get(i))) {
                int pixels = (int) Math.max(0, box.get(3) - box.get(1));
                smallest = smallest == null ? pixels : Math.min(smallest, pixels);
            }
        }
        return smallest;
    }

    private static void requireParallel(List<?> categories, List<?> boxes) {
        if (categories.size() != boxes.size()) {
            throw new IllegalArgumentException("ann_categories and ann_bboxes must be of one length but have "
                    + categories.size() + " and " + boxes.size() + " elements");
        }
    }

    private static boolean isPerson(@Nullable String category, @Nullable List<Float> box) {
        return DrivingFeatures.PERSON.equals(category)
                && box != null
                && box.size() == COORDINATES
                && box.stream().allMatch(number -> Objects.nonNull(number) && Float.isFinite(number));
    }

    private static double clip(float coordinate, int limit) {
        return Math.max(0, Math.min(limit, coordinate));
    }
}
