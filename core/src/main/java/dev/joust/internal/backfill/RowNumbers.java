// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

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

    RowNumbers slice(int from, int to) {
        return new RowNumbers(java.util.Arrays.copyOfRange(values, from, to));
    }
}
