// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Sorted sets of row ids, eight bytes each. */
final class RowIds {
    private long[] ids = new long[1024];
    private int size;

    private RowIds() {}

    /** The row ids that a scan gives. */
    static RowIds of(Snapshot snapshot, ScanRequest request) {
        return of(snapshot.scan(request.withRowId()), ViewPlan.ROW_ID);
    }

    /** The row ids of whole fragments. */
    static RowIds ofFragments(Snapshot snapshot, List<Integer> fragments) {
        return fragments.isEmpty()
                ? new RowIds()
                : of(snapshot, ScanRequest.of(List.of()).fragments(fragments));
    }

    /** The row ids in a column of a reader, which is closed. */
    static RowIds of(ArrowReader reader, String column) {
        RowIds set = new RowIds();
        try (reader) {
            while (reader.loadNextBatch()) {
                UInt8Vector batch = (UInt8Vector) reader.getVectorSchemaRoot().getVector(column);
                for (int row = 0; row < batch.getValueCount(); row++) {
                    set.add(batch.get(row));
                }
            }
        } catch (IOException e) {
            throw new StorageException("Cannot read row ids: " + e.getMessage() + "; check the storage", e);
        }
        set.ids = Arrays.copyOf(set.ids, set.size);
        Arrays.sort(set.ids);
        return set;
    }

    private void add(long id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, Math.multiplyExact(size, 2));
        }
        ids[size++] = id;
    }

    boolean contains(long id) {
        return Arrays.binarySearch(ids, 0, size, id) >= 0;
    }

    int size() {
        return size;
    }

    /** The ids that fulfil a condition, in ascending order, at most so many. */
    long[] first(LongPredicate condition, long limit) {
        return Arrays.stream(ids, 0, size).filter(condition).limit(limit).toArray();
    }
}
