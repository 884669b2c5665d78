// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.relation.HashTable;
import dev.joust.internal.relation.RowHash;
import java.util.BitSet;
import java.util.List;

/**
 * Finds the rows that were replaced under new ids: a removed and an added row with the same key. Of several rows with
 * one key those with the lowest ids belong together; a key with a NULL belongs to no other.
 *
 * <p>Keys are compared by hashes of 64 bits; two different ones count as the same once in 2^64 times.
 */
final class KeyMatches {
    private static final int CHUNK_ROWS = 1024;

    private final LongList before = new LongList();
    private final LongList after = new LongList();

    private KeyMatches() {}

    /**
     * Reads the keys of both.
     *
     * @param removed ids of rows of the older version, ascending
     * @param added ids of rows of the newer version, ascending
     */
    static KeyMatches of(Snapshot older, LongList removed, Snapshot newer, LongList added, List<ColumnPair> key) {
        KeyMatches matches = new KeyMatches();
        if (key.isEmpty() || removed.size() == 0 || added.size() == 0) {
            return matches;
        }
        HashTable known = new HashTable(HashTable.DEFAULT_HEAP_BYTES);
        hashes(older, removed, RowComparison.namesBefore(key), known::put);
        BitSet taken = new BitSet();
        hashes(newer, added, RowComparison.namesAfter(key), (hash, position) -> {
            int partner = first(known, hash, taken);
            if (partner >= 0) {
                taken.set(partner);
                matches.before.add(removed.get(partner));
                matches.after.add(added.get((int) position));
            }
        });
        return matches;
    }

    @FunctionalInterface
    private interface Taker {
        void take(long hash, long position);
    }

    private static void hashes(Snapshot snapshot, LongList ids, List<String> key, Taker taker) {
        for (int from = 0; from < ids.size(); from += CHUNK_ROWS) {
            try (RowCursor rows = RowCursor.ofRows(snapshot, ids.slice(from, from + CHUNK_ROWS), key)) {
                for (int position = from; rows.advance(); position++) {
                    if (!RowHash.hasNull(rows.vectors(), rows.row())) {
                        taker.take(RowHash.of(rows.vectors(), rows.row()), position);
                    }
                }
            }
        }
    }

    private static int first(HashTable known, long hash, BitSet taken) {
        long lowest = Long.MAX_VALUE;
        for (long slot = known.first(hash); slot != HashTable.NONE; slot = known.next(slot)) {
            if (!taken.get((int) known.value(slot))) {
                lowest = Math.min(lowest, known.value(slot));
            }
        }
        return lowest == Long.MAX_VALUE ? -1 : (int) lowest;
    }

    /** The ids of the replaced rows in the older version. */
    LongList before() {
        return before;
    }

    /** Their ids in the newer version, in the same order. */
    LongList after() {
        return after;
    }
}
