// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import dev.joust.internal.arrow.PulledReader;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** The columns of another reader without its rows, because Lance takes a limit of 0 for none. */
public final class EmptyReader extends PulledReader {
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
    public void close() throws IOException {
        source.close();
    }
}
