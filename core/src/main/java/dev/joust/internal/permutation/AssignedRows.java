// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.permutation;

import dev.joust.loader.RowOrder;
import dev.joust.permutation.Shuffle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Row ids in the order of the table, and the split of each. Threads: belongs to one. */
final class AssignedRows {
    /** The split of rows that are in none. */
    static final int NONE = -1;

    private static final int FIRST_CAPACITY = 1024;

    private long[] rowIds = new long[FIRST_CAPACITY];
    private int[] splits = new int[FIRST_CAPACITY];
    private int count;

    void add(long rowId, int split) {
        if (count == rowIds.length) {
            int capacity = Math.addExact(count, Math.max(1, count / 2));
            rowIds = Arrays.copyOf(rowIds, capacity);
            splits = Arrays.copyOf(splits, capacity);
        }
        rowIds[count] = rowId;
        splits[count] = split;
        count++;
    }

    int count() {
        return count;
    }

    int split(int row) {
        return splits[row];
    }

    void assign(int row, int split) {
        splits[row] = split;
    }

    /** Where each of so many splits ends if they lie one after the other. */
    List<Long> ends(int names) {
        long[] ends = new long[names];
        for (int i = 0; i < count; i++) {
            if (splits[i] != NONE) {
                ends[splits[i]]++;
            }
        }
        Arrays.parallelPrefix(ends, Long::sum);
        List<Long> boxed = new ArrayList<>();
        Arrays.stream(ends).forEach(boxed::add);
        return boxed;
    }

    /** The row ids of the splits, one after the other, each mixed. */
    long[] grouped(List<Long> ends, Optional<Shuffle> shuffle) {
        int[] next = new int[ends.size()];
        for (int split = 1; split < next.length; split++) {
            next[split] = Math.toIntExact(ends.get(split - 1));
        }
        long[] grouped = new long[ends.isEmpty() ? 0 : Math.toIntExact(ends.get(ends.size() - 1))];
        for (int i = 0; i < count; i++) {
            if (splits[i] != NONE) {
                grouped[next[splits[i]]++] = rowIds[i];
            }
        }
        shuffle.ifPresent(how -> {
            int from = 0;
            for (long end : ends) {
                long[] one = Arrays.copyOfRange(grouped, from, (int) end);
                RowOrder.shuffle(one, how.seed(), 0, how.clumpRows());
                System.arraycopy(one, 0, grouped, from, one.length);
                from = (int) end;
            }
        });
        return grouped;
    }
}
