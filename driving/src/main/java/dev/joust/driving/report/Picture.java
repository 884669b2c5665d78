// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.report;

import static java.util.Objects.requireNonNull;

/**
 * A small picture inside a page.
 *
 * @param title the line below it, such as the id of the frame
 * @param caption a second, quieter line
 * @param dataUri the picture itself, as a {@code data:} URI
 */
public record Picture(String title, String caption, String dataUri) {
    /** Checks that the picture is inside the page. */
    public Picture {
        requireNonNull(title, "title");
        requireNonNull(caption, "caption");
        if (!dataUri.startsWith("data:image/")) {
            throw new IllegalArgumentException("dataUri must begin with data:image/");
        }
    }
}
