// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A reader on its way into native code: remembers what it threw, because only the text comes back out, and closes its
 * source once, whoever closes it.
 */
final class ObservedReader extends ArrowReader {
    private final ArrowReader source;
    private final AtomicReference<@Nullable Throwable> failure;
    private boolean closed;

    ObservedReader(BufferAllocator allocator, ArrowReader source, AtomicReference<@Nullable Throwable> failure) {
        super(allocator);
        this.source = source;
        this.failure = failure;
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
        return source.getVectorSchemaRoot();
    }

    @Override
    public Map<Long, Dictionary> getDictionaryVectors() throws IOException {
        return source.getDictionaryVectors();
    }

    @Override
    public Dictionary lookup(long id) {
        return source.lookup(id);
    }

    @Override
    public Set<Long> getDictionaryIds() {
        return source.getDictionaryIds();
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        try {
            return source.loadNextBatch();
        } catch (IOException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            throw e;
        }
    }

    @Override
    public long bytesRead() {
        return source.bytesRead();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            source.close();
        }
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
