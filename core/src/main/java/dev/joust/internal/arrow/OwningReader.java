// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InternalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A reader together with everything that must be closed after it, its allocator last.
 *
 * <p>{@link #close()} closes all of it, even where one part fails to close, and can be called again; after it nothing
 * else can be called. Threads: belongs to one.
 */
public final class OwningReader extends ArrowReader {
    private final ArrowReader reader;
    private final List<AutoCloseable> owned;
    private boolean closed;

    private OwningReader(ArrowReader reader, BufferAllocator allocator, List<AutoCloseable> owned) {
        super(allocator);
        this.reader = reader;
        this.owned = owned;
    }

    /**
     * Returns a reader that takes over all of its arguments.
     *
     * @param allocator what the reader allocates from
     * @param others what is closed between the reader and the allocator, in this order, such as the scanner below it
     */
    public static OwningReader of(ArrowReader reader, BufferAllocator allocator, AutoCloseable... others) {
        List<AutoCloseable> owned = new ArrayList<>();
        owned.add(requireNonNull(reader, "reader"));
        owned.addAll(List.of(others));
        owned.add(requireNonNull(allocator, "allocator"));
        return new OwningReader(reader, allocator, owned);
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
        return open().getVectorSchemaRoot();
    }

    @Override
    public Map<Long, Dictionary> getDictionaryVectors() throws IOException {
        return open().getDictionaryVectors();
    }

    @Override
    public Dictionary lookup(long id) {
        return open().lookup(id);
    }

    @Override
    public Set<Long> getDictionaryIds() {
        return open().getDictionaryIds();
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        return open().loadNextBatch();
    }

    @Override
    public long bytesRead() {
        return open().bytesRead();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            AutoCloseables.close(owned);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new InternalException("Cannot close a reader: " + e.getMessage(), e);
        }
    }

    @Override
    public void close(boolean closeReadSource) {
        close();
    }

    @Override
    protected void closeReadSource() {
        close();
    }

    @Override
    protected Schema readSchema() throws IOException {
        return open().getVectorSchemaRoot().getSchema();
    }

    private ArrowReader open() {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
        return reader;
    }
}
