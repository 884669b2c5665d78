// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.job;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of jobs: the time in UTC, so that they sort, and some random digits. */
public final class JobIds {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private JobIds() {}

    /** Returns a new id, such as {@code 20260131-235959-042-1f3a9c}. */
    public static String next(Instant time) {
        int random = ThreadLocalRandom.current().nextInt(1 << 24);
        return TIME.format(time) + String.format(Locale.ROOT, "-%06x", random);
    }
}
