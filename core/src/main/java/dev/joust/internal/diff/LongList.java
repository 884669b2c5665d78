// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import java.util.Arrays;
import java.util.List;

/** Row ids in a growing array, eight bytes each. Belongs to one thread. */
final class LongList {
    private long[] values = new long[64];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    long get(int index) {
        return values[index];
    }

    /** A part as a list, as reading rows by id wants it. */
    List<Long> slice(int from, int to) {
        return Arrays.stream(values, from, Math.min(to, size)).boxed().toList();
    }

    void sort() {
        Arrays.sort(values, 0, size);
    }

    /** Those that are not in another list; in the same order. */
    LongList without(LongList others) {
        long[] sorted = Arrays.copyOf(others.values, others.size);
        Arrays.sort(sorted);
        LongList rest = new LongList();
        for (int i = 0; i < size; i++) {
            if (Arrays.binarySearch(sorted, values[i]) < 0) {
                rest.add(values[i]);
            }
        }
        return rest;
    }
}
