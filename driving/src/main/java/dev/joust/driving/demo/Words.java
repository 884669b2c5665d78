// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import java.util.Locale;

/** Numbers as people read them. */
final class Words {
    private static final double THOUSAND = 1000;

    private Words() {}

    /** With commas: {@code 12,345}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number and its noun: {@code 1 row}, {@code 500 rows}. */
    static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** In steps of a thousand: {@code 41.3 MB}. */
    static String bytes(long bytes) {
        if (bytes < THOUSAND * THOUSAND) {
            return String.format(Locale.ROOT, "%.0f kB", bytes / THOUSAND);
        }
        double megabytes = bytes / (THOUSAND * THOUSAND);
        return megabytes < THOUSAND
                ? String.format(Locale.ROOT, "%.1f MB", megabytes)
                : String.format(Locale.ROOT, "%.1f GB", megabytes / THOUSAND);
    }

    /** With as many digits as matter: {@code 0.42 s}, {@code 6.2 s}, {@code 48 s}. */
    static String seconds(double seconds) {
        String format = seconds < 1 ? "%.2f s" : seconds < 10 ? "%.1f s" : "%.0f s";
        return String.format(Locale.ROOT, format, seconds);
    }

    /** A path as an argument of a shell. */
    static String quoted(Object path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./+=:@-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
