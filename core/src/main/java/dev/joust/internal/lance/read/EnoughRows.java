// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import dev.joust.internal.arrow.PulledReader;
import dev.joust.internal.lance.guard.LanceErrors;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** The answer to a quick search if its first batch has all the rows that there must be, else that to a thorough one. */
public final class EnoughRows extends PulledReader {
    private final ArrowReader chosen;
    private boolean isFirstBatchAhead = true;

    private EnoughRows(BufferAllocator allocator, ArrowReader chosen) {
        super(allocator);
        this.chosen = chosen;
    }

    /**
     * Chooses; what is not chosen is closed.
     *
     * @param rows how many there must be
     */
    public static ArrowReader of(
            BufferAllocator allocator, ArrowReader quick, long rows, Supplier<ArrowReader> thorough) {
        try {
            if (quick.loadNextBatch() && quick.getVectorSchemaRoot().getRowCount() >= rows) {
                return new EnoughRows(allocator, quick);
            }
            quick.close();
        } catch (IOException | RuntimeException e) {
            AutoCloseables.close(e, quick);
            throw LanceErrors.translate("read an answer", e);
        }
        return thorough.get();
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
        return chosen.getVectorSchemaRoot();
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        if (isFirstBatchAhead) {
            isFirstBatchAhead = false;
            return true;
        }
        return chosen.loadNextBatch();
    }

    @Override
    public void close() throws IOException {
        chosen.close();
    }
}
