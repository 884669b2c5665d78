// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The rows of a version with their hashes, in ascending order of row ids. Threads: may be read by several threads.
 *
 * @param ids row ids, as unsigned numbers far below 2^63
 * @param hashes zero where there is none
 * @param known the positions of rows that have a hash
 * @param names a hash of 64 bits over the value that names each row
 */
@SuppressWarnings("ArrayRecordComponent") // one long for each row of a table, never compared
record HashedRows(long[] ids, long[] hashes, BitSet known, long[] names) {
    static HashedRows empty() {
        return new HashedRows(new long[0], new long[0], new BitSet(), new long[0]);
    }

    int size() {
        return ids.length;
    }

    /** The position of a row, or a negative number; a guess saves the search. */
    int position(long id, int guess) {
        return guess >= 0 && guess < ids.length && ids[guess] == id ? guess : Arrays.binarySearch(ids, id);
    }

    /** How many rows at the start have the same ids and hashes as another version. */
    int same(HashedRows other) {
        int most = Math.min(size(), other.size());
        for (int i = 0; i < most; i++) {
            if (ids[i] != other.ids[i] || hashes[i] != other.hashes[i] || known.get(i) != other.known.get(i)) {
                return i;
            }
        }
        return most;
    }

    /** Collects rows in any order. */
    static final class Builder {
        private long[] ids;
        private long[] hashes;
        private long[] names;
        private final BitSet known = new BitSet();
        private int size;
        private boolean isSorted = true;

        Builder(int rows) {
            ids = new long[rows];
            hashes = new long[rows];
            names = new long[rows];
        }

        void add(long id, long hash, boolean isKnown, long name) {
            if (size == ids.length) {
                resize(Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, size + (size >> 1) + 16L)));
            }
            isSorted &= size == 0 || ids[size - 1] < id;
            ids[size] = id;
            hashes[size] = hash;
            names[size] = name;
            known.set(size, isKnown);
            size++;
        }

        HashedRows build() {
            resize(size);
            return isSorted ? new HashedRows(ids, hashes, known, names) : sorted();
        }

        private void resize(int length) {
            ids = Arrays.copyOf(ids, length);
            hashes = Arrays.copyOf(hashes, length);
            names = Arrays.copyOf(names, length);
        }

        private HashedRows sorted() {
            long[] order = ids.clone();
            Arrays.parallelSort(order);
            HashedRows target = new HashedRows(order, new long[size], new BitSet(), new long[size]);
            for (int i = 0; i < size; i++) {
                int at = Arrays.binarySearch(order, ids[i]);
                target.hashes[at] = hashes[i];
                target.names[at] = names[i];
                target.known.set(at, known.get(i));
            }
            return target;
        }
    }
}
