// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import java.util.Locale;

/** Numbers as people read them; the same in every locale. */
public final class HumanFormat {
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private HumanFormat() {}

    /** Groups the digits: {@code 12,345}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Says a number with its noun: {@code 1 row}, {@code 12,345 rows}. */
    public static String count(long count, String singular) {
        return count(count) + " " + (count == 1 ? singular : singular + "s");
    }

    /** Says a size in powers of 1000 with two or three digits: {@code 812 B}, {@code 1.4 MB}, {@code 181 MB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        // 999.5 would be printed as 1000.
        while (Math.abs(value) >= 999.5 && unit < BYTE_UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String format = unit == 0 || Math.abs(value) >= 9.95 ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ROOT, format, value, BYTE_UNITS[unit]);
    }

    /** Says a duration: {@code 850 ms}, {@code 3.2 s}, {@code 47 s}, {@code 4 min 05 s}, {@code 1 h 03 min}. */
    public static String seconds(double seconds) {
        if (seconds < 0.9995) {
            return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
        }
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        long minutes = Math.round(seconds / 60);
        return String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
    }

    /** Says a rate: {@code 0.4 rows/s}, {@code 3.2 rows/s}, {@code 12,345 rows/s}. */
    public static String rate(double rowsPerSecond) {
        return rowsPerSecond < 9.95
                ? String.format(Locale.ROOT, "%.1f rows/s", rowsPerSecond)
                : count(Math.round(rowsPerSecond)) + " rows/s";
    }
}
