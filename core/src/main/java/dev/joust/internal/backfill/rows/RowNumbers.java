// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import java.util.Arrays;
import java.util.BitSet;

/** Row ids or offsets, in order. Threads: safe for use by several threads. */
public abstract class RowNumbers {
    private final int size;

    RowNumbers(int size) {
        this.size = size;
    }

    public static RowNumbers of(long... values) {
        return new Listed(values);
    }

    /** Numbers that follow each other. */
    static RowNumbers run(long first, int size) {
        return new Run(first, size);
    }

    public final int size() {
        return size;
    }

    public abstract long get(int index);

    abstract RowNumbers slice(int from, int to);

    public final int offset(int index) {
        return (int) get(index);
    }

    /** Whether each follows the one before, of numbers in ascending order. */
    final boolean isRun() {
        return size == 0 || get(size - 1) - get(0) == size - 1;
    }

    /** Adds them, which are in ascending order, to a set. */
    public final void addTo(BitSet rows) {
        if (size > 0 && isRun()) {
            rows.set(offset(0), offset(size - 1) + 1);
            return;
        }
        for (int i = 0; i < size; i++) {
            rows.set(offset(i));
        }
    }

    private static final class Listed extends RowNumbers {
        private final long[] values;

        Listed(long[] values) {
            super(values.length);
            this.values = values;
        }

        @Override
        public long get(int index) {
            return values[index];
        }

        @Override
        RowNumbers slice(int from, int to) {
            return new Listed(Arrays.copyOfRange(values, from, to));
        }
    }

    private static final class Run extends RowNumbers {
        private final long first;

        Run(long first, int size) {
            super(size);
            this.first = first;
        }

        @Override
        public long get(int index) {
            return first + index;
        }

        @Override
        RowNumbers slice(int from, int to) {
            return new Run(first + from, to - from);
        }
    }
}
