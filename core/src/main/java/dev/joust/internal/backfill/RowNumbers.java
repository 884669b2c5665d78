// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import java.util.BitSet;

/** Row ids or offsets, in order. */
final class RowNumbers {
    private final long[] values;

    RowNumbers(long[] values) {
        this.values = values;
    }

    int size() {
        return values.length;
    }

    long get(int index) {
        return values[index];
    }

    int offset(int index) {
        return (int) values[index];
    }

    /** Sets the bit of each offset. */
    void addTo(BitSet offsets) {
        for (long value : values) {
            offsets.set((int) value);
        }
    }
}
