// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A reader whose batches come from somewhere else than Arrow's own file formats: what {@link ArrowReader} wants to know
 * of those is answered here once.
 */
public abstract class PulledReader extends ArrowReader {
    /** Begins a reader; the allocator is not closed with it. */
    protected PulledReader(BufferAllocator allocator) {
        super(allocator);
    }

    @Override
    public abstract VectorSchemaRoot getVectorSchemaRoot() throws IOException;

    @Override
    public abstract void close() throws IOException;

    @Override
    public final void close(boolean closeReadSource) throws IOException {
        close();
    }

    @Override
    protected final void closeReadSource() {
        // close() does it all.
    }

    /** Zero: nobody asks for the bytes of batches that are pulled. */
    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected final Schema readSchema() throws IOException {
        return getVectorSchemaRoot().getSchema();
    }
}
