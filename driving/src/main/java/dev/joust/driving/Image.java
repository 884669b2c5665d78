// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static java.util.Objects.requireNonNull;

import dev.joust.schema.Key;

/**
 * One row of a table of plain images without labels, its columns in the table's order.
 *
 * <p>The image bytes are an array for the reason given at {@link Frame}: it belongs to the record and must not be
 * written to.
 *
 * @param imageId path below the folder, with {@code /} between its parts and without its ending; the table's key
 * @param path path below the folder, with {@code /} between its parts
 * @param imageBytes JPEG or PNG as it came
 * @param width pixels, from the image's header
 * @param height pixels, from the image's header
 */
public record Image(
        @Key String imageId,
        String path,
        @SuppressWarnings("ArrayRecordComponent") byte[] imageBytes,
        int width,
        int height) {

    /** Refuses nulls. */
    public Image {
        requireNonNull(imageId, "imageId");
        requireNonNull(path, "path");
        requireNonNull(imageBytes, "imageBytes");
    }
}
