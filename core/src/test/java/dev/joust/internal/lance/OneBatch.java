// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** A reader of one batch, which it owns. */
public final class OneBatch extends ArrowReader {
    private final VectorSchemaRoot batch;
    private boolean read;

    /** Takes over the batch. */
    public OneBatch(BufferAllocator allocator, VectorSchemaRoot batch) {
        super(allocator);
        this.batch = batch;
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
        batch.close();
    }

    @Override
    protected void closeReadSource() {
        // close() does it all.
    }

    @Override
    protected Schema readSchema() {
        return batch.getSchema();
    }
}
