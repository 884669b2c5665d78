// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static java.util.Objects.requireNonNull;

import dev.joust.schema.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table {@code bdd100k}: a dashcam frame with its annotations, its columns in the table's order. Only
 * the id is never null: footage from elsewhere may lack any of the others.
 *
 * <p>The three {@code ann} lists have the same length. They are null for a frame without a label entry (all of the test
 * split) and empty for a labelled frame without an object.
 *
 * <p>The image bytes are an array, which other records of this code base avoid: copying them on the way in and out
 * would double the memory traffic of an ingest. The array belongs to the frame and must not be written to; frames are
 * compared by the identity of the array.
 *
 * @param imageId file name without its ending; the table's key
 * @param videoName clip that the frame is from
 * @param imageBytes JPEG as it came
 * @param width pixels, from the image's header
 * @param height pixels, from the image's header
 * @param weather BDD100K's word, such as {@code clear} or {@code rainy}
 * @param scene BDD100K's word, such as {@code city street}
 * @param timeofday {@code daytime}, {@code night}, {@code dawn/dusk} or {@code undefined}
 * @param timestamp milliseconds, as in the label file
 * @param split {@code train}, {@code val} or {@code test}
 * @param annCategories one word per object, such as {@code person} or {@code car}
 * @param annBboxes {@code [x1, y1, x2, y2]} in pixels per object
 * @param annOccluded whether the object is partly hidden
 */
public record Frame(
        @Key String imageId,
        @Nullable String videoName,
        @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] imageBytes,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable String weather,
        @Nullable String scene,
        @Nullable String timeofday,
        @Nullable Long timestamp,
        @Nullable String split,
        @Nullable List<String> annCategories,
        @Nullable List<List<Float>> annBboxes,
        @Nullable List<Boolean> annOccluded) {

    /** Checks that the three lists are all null or of one length, and copies them. */
    public Frame {
        requireNonNull(imageId, "imageId");
        int objects = size(annCategories);
        if (size(annBboxes) != objects || size(annOccluded) != objects) {
            throw new IllegalArgumentException(
                    "annCategories, annBboxes and annOccluded must be of one length but have "
                            + objects + ", " + size(annBboxes) + " and " + size(annOccluded)
                            + " elements (-1 stands for null)");
        }
        annCategories = annCategories == null ? null : List.copyOf(annCategories);
        annBboxes =
                annBboxes == null ? null : annBboxes.stream().map(List::copyOf).toList();
        annOccluded = annOccluded == null ? null : List.copyOf(annOccluded);
    }

    private static int size(@Nullable List<?> list) {
        return list == null ? -1 : list.size();
    }
}
