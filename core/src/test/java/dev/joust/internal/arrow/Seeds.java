// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import java.util.stream.LongStream;

/** The seeds of a randomized test: one hundred, or the one of {@code -Dtest.seed=N}. */
final class Seeds {
    private Seeds() {}

    static LongStream all() {
        Long only = Long.getLong("test.seed");
        return only == null ? LongStream.range(0, 100) : LongStream.of(only);
    }
}
