// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;

/**
 * For each key a digest of 64 bits over everything that a table holds under it, whatever the order of its rows.
 *
 * <p>Two versions give a row one digest if its key holds the same rows in both, so that comparing digests finds the
 * rows whose values may have changed; that two different contents have one digest happens once in 2^64 times.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class KeyDigests {
    /** The digest of a row that nothing is known about. */
    public static final long UNKNOWN = 0;

    private static final long NO_KEY = 0x243F6A8885A308D3L;
    private static final long NOT_FOUND = 0x13198A2E03707344L;

    private final HashTable sums;

    private KeyDigests(HashTable sums) {
        this.sums = sums;
    }

    /**
     * Reads a table once.
     *
     * @param keys the columns whose equal values belong together
     * @param content the other columns that count
     * @param heapBytes at most so many bytes of the heap; a temporary file takes what is more
     */
    static KeyDigests of(Snapshot source, List<String> keys, List<String> content, long heapBytes) {
        HashTable sums = new HashTable(heapBytes);
        Rows.scan(source, ScanRequest.of(Rows.distinct(keys, content)), batch -> {
            List<FieldVector> keyed = Rows.columns(batch, keys);
            List<FieldVector> contents = Rows.columns(batch, content);
            for (int row = 0; row < batch.getRowCount(); row++) {
                if (!RowHash.hasNull(keyed, row)) {
                    sums.add(RowHash.of(keyed, row), RowHash.of(contents, row));
                }
            }
        });
        return new KeyDigests(sums);
    }

    /**
     * Returns the digest of each row of a fragment, by physical offset; {@link #UNKNOWN} for deleted ones.
     *
     * @param keys the columns that hold the keys there
     */
    public long[] of(Snapshot snapshot, FragmentFacts fragment, List<String> keys) {
        long[] digests = new long[Math.toIntExact(fragment.physicalRows())];
        ScanRequest request =
                ScanRequest.of(keys).fragments(List.of(fragment.id())).withRowAddress();
        Rows.scan(snapshot, request, batch -> {
            List<FieldVector> keyed = Rows.columns(batch, keys);
            UInt8Vector addresses = (UInt8Vector) batch.getVector(Rows.ADDRESS);
            for (int row = 0; row < batch.getRowCount(); row++) {
                digests[(int) addresses.get(row)] = digest(keyed, row);
            }
        });
        return digests;
    }

    private long digest(List<FieldVector> keys, int row) {
        if (RowHash.hasNull(keys, row)) {
            return NO_KEY;
        }
        long hash = RowHash.of(keys, row);
        long slot = sums.first(hash);
        long digest = slot == HashTable.NONE ? RowHash.mix(hash, NOT_FOUND) : RowHash.mix(hash, sums.value(slot));
        return digest == UNKNOWN ? 1 : digest;
    }
}
