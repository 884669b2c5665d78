// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Rows of one version: their ids and the versions that created them, 16 bytes for each. Both together tell rows apart
 * even after a restore, which gives ids away again. Belongs to one thread.
 */
final class RowRefs {
    static final String ROW_ID = "_rowid";

    private static final String CREATED = "_row_created_at_version";
    private static final String UPDATED = "_row_last_updated_at_version";
    private static final int FIRST_ROWS = 1024;

    private long[] ids = new long[FIRST_ROWS];
    private long[] created = new long[FIRST_ROWS];
    private int size;

    /** Takes rows one by one. */
    @FunctionalInterface
    interface Taker {
        /**
         * Takes a row.
         *
         * @param created the version that created it
         * @param updated the version that last rewrote it
         */
        void take(long id, long created, long updated);
    }

    /** Shows the rows of some fragments, without reading a column. */
    static void scan(Snapshot snapshot, List<Integer> fragments, Taker taker) {
        if (fragments.isEmpty()) {
            return;
        }
        List<String> versions = snapshot.hasStableRowIds() ? List.of(CREATED, UPDATED) : List.of();
        try (ArrowReader reader =
                snapshot.scan(ScanRequest.of(versions).fragments(fragments).withRowId())) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                UInt8Vector ids = (UInt8Vector) batch.getVector(ROW_ID);
                for (int row = 0; row < batch.getRowCount(); row++) {
                    taker.take(ids.get(row), version(batch, CREATED, row), version(batch, UPDATED, row));
                }
            }
        } catch (IOException e) {
            throw failed(snapshot, e);
        }
    }

    private static long version(VectorSchemaRoot batch, String column, int row) {
        FieldVector versions = batch.getVector(column);
        return versions == null || versions.isNull(row) ? 0 : ((UInt8Vector) versions).get(row);
    }

    static StorageException failed(Snapshot snapshot, IOException e) {
        return new StorageException(
                "Cannot read table '" + snapshot.table().name() + "': " + e.getMessage() + "; check the storage", e);
    }

    /** The rows of some fragments. */
    static RowRefs of(Snapshot snapshot, List<Integer> fragments) {
        RowRefs rows = new RowRefs();
        scan(snapshot, fragments, (id, created, updated) -> rows.add(id, created));
        return rows.sorted();
    }

    void add(long id, long version) {
        if (size == ids.length) {
            int larger = Math.multiplyExact(size, 2);
            ids = Arrays.copyOf(ids, larger);
            created = Arrays.copyOf(created, larger);
        }
        ids[size] = id;
        created[size++] = version;
    }

    /** Sorts them by id, so that they can be found. */
    RowRefs sorted() {
        long[] order = Arrays.copyOf(ids, size);
        Arrays.sort(order);
        long[] versions = new long[size];
        for (int i = 0; i < size; i++) {
            versions[Arrays.binarySearch(order, ids[i])] = created[i];
        }
        ids = order;
        created = versions;
        return this;
    }

    /** The position of a row; negative if it is not among them. Only after they are sorted. */
    int find(long id, long version) {
        int position = Arrays.binarySearch(ids, 0, size, id);
        return position >= 0 && created[position] == version ? position : -1;
    }

    int size() {
        return size;
    }

    long id(int position) {
        return ids[position];
    }

    long created(int position) {
        return created[position];
    }
}
