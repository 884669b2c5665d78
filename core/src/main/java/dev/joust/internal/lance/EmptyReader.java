// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns of another reader without its rows, because Lance takes a limit of 0 for none. */
public final class EmptyReader extends ArrowReader {
    private final ArrowReader source;

    /** Takes over a reader, which is closed with this one. */
    public EmptyReader(BufferAllocator allocator, ArrowReader source) {
        super(allocator);
        this.source = source;
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
        return source.getVectorSchemaRoot();
    }

    @Override
    public boolean loadNextBatch() {
        return false;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    @Override
    public void close(boolean closeReadSource) throws IOException {
        close();
    }

    @Override
    protected void closeReadSource() {
        // close() does it all.
    }

    @Override
    protected Schema readSchema() throws IOException {
        return source.getVectorSchemaRoot().getSchema();
    }
}
