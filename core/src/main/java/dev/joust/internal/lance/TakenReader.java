// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows by their ids, in the order of the ids, so many at a time that one batch fits memory. */
public final class TakenReader extends ArrowReader {
    private static final int BATCH_ROWS = 1024;

    private final Snapshot snapshot;
    private final List<Long> ids;
    private final List<String> columns;
    private final VectorSchemaRoot output;
    private int next;
    private boolean closed;

    private TakenReader(
            BufferAllocator allocator, Snapshot snapshot, List<Long> ids, List<String> columns, Schema schema) {
        super(allocator);
        this.snapshot = snapshot;
        this.ids = ids;
        this.columns = columns;
        this.output = VectorSchemaRoot.create(schema, allocator);
    }

    /**
     * Reads rows that are known to exist.
     *
     * @param snapshot the reader takes it over and closes it
     */
    public static TakenReader of(Snapshot snapshot, List<Long> ids, List<String> columns) {
        BufferAllocator allocator = snapshot.table().store().allocator();
        try (ArrowReader none = snapshot.scan(ScanRequest.of(columns).where("false"))) {
            Schema schema = none.getVectorSchemaRoot().getSchema();
            return new TakenReader(allocator, snapshot, List.copyOf(ids), List.copyOf(columns), schema);
        } catch (IOException e) {
            throw LanceErrors.translate("read table '" + snapshot.table().name() + "'", e);
        }
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() {
        return output;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        if (closed) {
            throw new IllegalStateException("The reader is closed");
        }
        if (next >= ids.size()) {
            return false;
        }
        int end = Math.min(next + BATCH_ROWS, ids.size());
        int rows = 0;
        try (ArrowReader taken = snapshot.take(ids.subList(next, end), columns)) {
            if (taken.loadNextBatch()) {
                VectorSchemaRoot batch = taken.getVectorSchemaRoot();
                rows = batch.getRowCount();
                for (FieldVector target : output.getFieldVectors()) {
                    batch.getVector(target.getName()).makeTransferPair(target).transfer();
                }
            }
        }
        if (rows != end - next) {
            throw new IllegalStateException(
                    "rows " + next + " to " + end + " came as " + rows + " rows, not in one batch");
        }
        output.setRowCount(rows);
        next = end;
        return true;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            output.close();
            snapshot.close();
        }
    }

    @Override
    public void close(boolean closeReadSource) {
        close();
    }

    @Override
    protected void closeReadSource() {
        // close() does it all.
    }

    @Override
    protected Schema readSchema() {
        return output.getSchema();
    }
}
