// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.internal.arrow.PulledReader;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One reader after the other, as one; each is opened when the one before is read, and closed after it.
 *
 * <p>All have the schema of the first.
 */
final class ChainedReader extends PulledReader {
    private final List<Supplier<ArrowReader>> sources;
    private final Schema schema;
    private @Nullable ArrowReader current;
    private int next;
    private @Nullable VectorSchemaRoot empty;

    /** Opens nothing yet; closes each reader that it opens. */
    ChainedReader(BufferAllocator allocator, Schema schema, List<Supplier<ArrowReader>> sources) {
        super(allocator);
        this.schema = schema;
        this.sources = List.copyOf(sources);
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
        if (current != null) {
            return current.getVectorSchemaRoot();
        }
        if (empty == null) {
            empty = VectorSchemaRoot.create(schema, allocator);
        }
        return empty;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        while (true) {
            if (current != null && current.loadNextBatch()) {
                return true;
            }
            if (next == sources.size()) {
                return false;
            }
            closeCurrent();
            current = sources.get(next++).get();
        }
    }

    private void closeCurrent() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeCurrent();
        next = sources.size();
        if (empty != null) {
            empty.close();
        }
    }
}
