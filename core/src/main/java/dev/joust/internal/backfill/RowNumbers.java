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

    /** Adds them, which are in ascending order, to a set. */
    void addTo(BitSet rows) {
        int size = values.length;
        if (size > 0 && values[size - 1] - values[0] == size - 1) {
            rows.set(offset(0), offset(size - 1) + 1);
            return;
        }
        for (int i = 0; i < size; i++) {
            rows.set(offset(i));
        }
    }

    RowNumbers slice(int from, int to) {
        return new RowNumbers(java.util.Arrays.copyOfRange(values, from, to));
    }
}
