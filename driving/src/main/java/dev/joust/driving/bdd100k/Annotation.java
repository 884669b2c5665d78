// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The label entry of one image, packed, because those of a whole split are held in memory at once. */
final class Annotation {
    private static final int COORDINATES = 4;

    private final @Nullable String videoName;
    private final @Nullable String weather;
    private final @Nullable String scene;
    private final @Nullable String timeofday;
    private final @Nullable Long timestamp;
    private final String[] categories;
    private final float[] coordinates;
    private final BitSet occluded;

    private Annotation(Draft draft) {
        this.videoName = draft.videoName;
        this.weather = draft.weather;
        this.scene = draft.scene;
        this.timeofday = draft.timeofday;
        this.timestamp = draft.timestamp;
        this.categories = draft.categories.toArray(String[]::new);
        this.coordinates = Arrays.copyOf(draft.coordinates, categories.length * COORDINATES);
        this.occluded = draft.occluded;
    }

    /** The clip, or null where the entry does not name one. */
    @Nullable
    String videoName() {
        return videoName;
    }

    @Nullable
    String weather() {
        return weather;
    }

    @Nullable
    String scene() {
        return scene;
    }

    @Nullable
    String timeofday() {
        return timeofday;
    }

    /** Milliseconds. */
    @Nullable
    Long timestamp() {
        return timestamp;
    }

    List<String> categories() {
        return List.of(categories);
    }

    /** {@code [x1, y1, x2, y2]} per object. */
    List<List<Float>> boxes() {
        List<List<Float>> boxes = new ArrayList<>(categories.length);
        for (int i = 0; i < coordinates.length; i += COORDINATES) {
            boxes.add(List.of(coordinates[i], coordinates[i + 1], coordinates[i + 2], coordinates[i + 3]));
        }
        return boxes;
    }

    List<Boolean> occluded() {
        List<Boolean> flags = new ArrayList<>(categories.length);
        for (int i = 0; i < categories.length; i++) {
            flags.add(occluded.get(i));
        }
        return flags;
    }

    /** What a label entry has said so far. */
    static final class Draft {
        @Nullable
        String name;

        @Nullable
        String videoName;

        @Nullable
        String weather;

        @Nullable
        String scene;

        @Nullable
        String timeofday;

        @Nullable
        Long timestamp;
        /** Labels seen, with or without a box: what a problem calls "label 3". */
        int labels;

        private final List<String> categories = new ArrayList<>();
        private float[] coordinates = new float[16 * COORDINATES];
        private final BitSet occluded = new BitSet();

        /** Adds an object; {@code box} holds x1, y1, x2, y2. */
        void add(String category, float[] box, boolean hidden) {
            int at = categories.size() * COORDINATES;
            if (at == coordinates.length) {
                coordinates = Arrays.copyOf(coordinates, 2 * at);
            }
            System.arraycopy(box, 0, coordinates, at, COORDINATES);
            occluded.set(categories.size(), hidden);
            categories.add(category);
        }

        /** Takes over what a part of this entry has said. */
        void absorb(Draft part) {
            timestamp = timestamp == null ? part.timestamp : timestamp;
            weather = weather == null ? part.weather : weather;
            scene = scene == null ? part.scene : scene;
            timeofday = timeofday == null ? part.timeofday : timeofday;
            labels += part.labels;
            for (int i = 0; i < part.categories.size(); i++) {
                int at = i * COORDINATES;
                add(
                        part.categories.get(i),
                        Arrays.copyOfRange(part.coordinates, at, at + COORDINATES),
                        part.occluded.get(i));
            }
        }

        Annotation annotation() {
            return new Annotation(this);
        }
    }
}
