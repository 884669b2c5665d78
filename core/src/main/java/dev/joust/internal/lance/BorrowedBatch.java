// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A reader of one batch of vectors under other names; the vectors stay with their owner. */
public final class BorrowedBatch extends ArrowReader {
    private final VectorSchemaRoot batch;
    private boolean read;

    /** Reads these vectors once, under the names of the fields. */
    public BorrowedBatch(BufferAllocator allocator, List<Field> fields, List<FieldVector> vectors, int rows) {
        super(allocator);
        this.batch = new VectorSchemaRoot(fields, vectors, rows);
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() {
        return batch;
    }

    @Override
    public boolean loadNextBatch() {
        boolean first = !read;
        read = true;
        return first;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public void close() {
        // The vectors are borrowed.
    }

    @Override
    public void close(boolean closeReadSource) {
        // The vectors are borrowed.
    }

    @Override
    protected void closeReadSource() {
        // There is no source.
    }

    @Override
    protected Schema readSchema() {
        return batch.getSchema();
    }
}
