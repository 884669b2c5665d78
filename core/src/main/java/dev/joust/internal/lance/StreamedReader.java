// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.internal.arrow.PulledReader;
import dev.joust.internal.lance.guard.LanceErrors;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Batches that come from native code one by one; the next is read when it is asked for.
 *
 * <p>Wraps the reader that lance-core returns: failures are translated, closing twice is harmless, and closing releases
 * the handle that the rows are read from. Its root is the wrapped reader's own and is overwritten by the next batch.
 */
final class StreamedReader extends PulledReader {
    private final ArrowReader source;
    private final String what;
    private final Runnable onClose;
    private boolean closed;

    /**
     * Takes over a reader.
     *
     * @param what what is read, for error messages, such as {@code "read table 'frames'"}
     * @param onClose runs once, after the source is closed
     */
    StreamedReader(BufferAllocator allocator, ArrowReader source, String what, Runnable onClose) {
        super(allocator);
        this.source = source;
        this.what = what;
        this.onClose = onClose;
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
    public boolean loadNextBatch() {
        if (closed) {
            throw new IllegalStateException("The reader is closed");
        }
        try {
            return source.loadNextBatch();
        } catch (IOException | RuntimeException e) {
            throw LanceErrors.translate(what, e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            source.close();
        } catch (IOException e) {
            throw LanceErrors.translate(what, e);
        } finally {
            onClose.run();
        }
    }
}
