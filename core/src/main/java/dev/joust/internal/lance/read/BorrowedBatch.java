// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import dev.joust.internal.arrow.PulledReader;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/** A reader of one batch of vectors under other names; the vectors stay with their owner. */
public final class BorrowedBatch extends PulledReader {
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
    public void close() {
        // The vectors are borrowed.
    }
}
