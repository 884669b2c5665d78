// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Sorted sets of row ids, eight bytes each. */
final class RowIds {
    private static final RowIds NONE = new RowIds(new long[0]);

    private final long[] ids;

    private RowIds(long[] sorted) {
        this.ids = sorted;
    }

    static RowIds none() {
        return NONE;
    }

    /** The row ids that a scan gives. */
    static RowIds of(Snapshot snapshot, ScanRequest request) {
        return of(snapshot.scan(request.withRowId()), ViewPlan.ROW_ID);
    }

    /** The row ids of whole fragments, without reading a column. */
    static RowIds ofFragments(Snapshot snapshot, List<Integer> fragments) {
        return fragments.isEmpty()
                ? NONE
                : of(snapshot, ScanRequest.of(List.of()).fragments(fragments));
    }

    /** The row ids in a column of a reader, which is closed. */
    private static RowIds of(ArrowReader reader, String column) {
        LongStream.Builder found = LongStream.builder();
        try (reader) {
            while (reader.loadNextBatch()) {
                UInt8Vector batch = (UInt8Vector) reader.getVectorSchemaRoot().getVector(column);
                for (int row = 0; row < batch.getValueCount(); row++) {
                    found.add(batch.get(row));
                }
            }
        } catch (IOException e) {
            throw new StorageException("Cannot read row ids: " + e.getMessage() + "; check the storage", e);
        }
        return of(found.build());
    }

    /** These ids, in any order. */
    static RowIds of(LongStream ids) {
        return new RowIds(ids.sorted().distinct().toArray());
    }

    RowIds or(RowIds other) {
        return other.size() == 0 ? this : size() == 0 ? other : of(LongStream.concat(stream(), other.stream()));
    }

    RowIds where(LongPredicate condition) {
        return new RowIds(stream().filter(condition).toArray());
    }

    boolean contains(long id) {
        return Arrays.binarySearch(ids, id) >= 0;
    }

    boolean containsAll(RowIds others) {
        return others.stream().allMatch(this::contains);
    }

    int size() {
        return ids.length;
    }

    /** The ids in ascending order. */
    LongStream stream() {
        return Arrays.stream(ids);
    }
}
