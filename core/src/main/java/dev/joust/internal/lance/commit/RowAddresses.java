// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.commit;

import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import java.io.IOException;
import java.util.BitSet;
import java.util.Collections;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ipc.ArrowReader;

/** A set of physical rows of one version: a bit per row of the fragments that have any. Belongs to one thread. */
public final class RowAddresses {
    private final TreeMap<Integer, BitSet> fragments = new TreeMap<>();
    private long count;

    /** The rows that a scan finds; it needs no columns. */
    public static RowAddresses of(Snapshot snapshot, ScanRequest rows) {
        RowAddresses found = new RowAddresses();
        try (ArrowReader reader = snapshot.scan(rows.withRowAddress())) {
            while (reader.loadNextBatch()) {
                UInt8Vector addresses =
                        (UInt8Vector) reader.getVectorSchemaRoot().getVector("_rowaddr");
                for (int row = 0; row < addresses.getValueCount(); row++) {
                    found.add(addresses.get(row));
                }
            }
        } catch (IOException e) {
            throw LanceErrors.translate("read table '" + snapshot.table().name() + "'", e);
        }
        return found;
    }

    /** Adds a row by its {@code _rowaddr}; one that is in already is not counted again. */
    public void add(long address) {
        BitSet offsets = fragments.computeIfAbsent((int) (address >>> Integer.SIZE), id -> new BitSet());
        int offset = (int) address;
        if (!offsets.get(offset)) {
            offsets.set(offset);
            count++;
        }
    }

    /** How many rows there are. */
    public long count() {
        return count;
    }

    /** The fragments that have any, in ascending order. */
    public Set<Integer> fragments() {
        return Collections.unmodifiableSet(fragments.keySet());
    }

    /** The physical offsets in one fragment, as a copy. */
    public BitSet offsets(int fragment) {
        BitSet offsets = fragments.get(fragment);
        return offsets == null ? new BitSet() : (BitSet) offsets.clone();
    }
}
