// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.RowSet;
import java.util.Base64;
import java.util.BitSet;

/**
 * Sets of rows as the shorter of two texts: runs such as {@code 0-3,7}, or, where the rows are scattered, their bits in
 * Base64 behind {@code b64:}.
 */
final class RowSetText {
    private static final String BITS = "b64:";

    private RowSetText() {}

    static String write(RowSet rows) {
        String runs = rows.toString();
        int highest = rows.toBitSet().length();
        return runs.length() <= BITS.length() + highest / 6
                ? runs
                : BITS + Base64.getEncoder().encodeToString(rows.toBitSet().toByteArray());
    }

    static RowSet read(String text) {
        return text.startsWith(BITS)
                ? RowSet.of(BitSet.valueOf(Base64.getDecoder().decode(text.substring(BITS.length()))))
                : RowSet.parse(text);
    }
}
