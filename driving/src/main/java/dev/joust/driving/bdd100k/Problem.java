// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * Something wrong with one file.
 *
 * <p>Control characters, which a hostile file name or label may hold, are replaced by {@code ?}, so that a problem can
 * be printed as it is.
 *
 * @param file path below the root, with {@code /} between its parts; {@code a.zip!/b/c.jpg} for a file inside a zip
 * @param why what is wrong, with values
 */
public record Problem(String file, String why) {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** Replaces control characters. */
    public Problem {
        file = CONTROL.matcher(requireNonNull(file, "file")).replaceAll("?");
        why = CONTROL.matcher(requireNonNull(why, "why")).replaceAll("?");
    }
}
