// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.util.Locale;
import java.util.Set;

/** How file names become image ids. */
final class ImageNames {
    private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png");

    private ImageNames() {}

    /** Whether a file name ends as an image does and is not hidden. */
    static boolean isImage(String path) {
        return ENDINGS.contains(ending(path)) && !isHidden(path);
    }

    /**
     * Whether a name begins with a dot, as those do that macOS puts beside the real files into zips ({@code ._name}).
     */
    static boolean isHidden(String path) {
        return path.startsWith(".", path.lastIndexOf('/') + 1);
    }

    /** The last part of a path, without an image's ending. */
    static String id(String path) {
        return withoutEnding(path.substring(path.lastIndexOf('/') + 1));
    }

    /** The path without an image's ending. */
    static String withoutEnding(String path) {
        return ENDINGS.contains(ending(path)) ? path.substring(0, path.lastIndexOf('.')) : path;
    }

    private static String ending(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
