// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.loader.Batch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A batch that gives its memory back once, whoever closes it first: its consumer or its loader. */
final class LoadedBatch implements Batch {
    private final long step;
    private final long[] rowIds;
    private final VectorSchemaRoot columns;
    private final byte[] pixels;
    private final Consumer<LoadedBatch> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    LoadedBatch(long step, long[] rowIds, VectorSchemaRoot columns, byte[] pixels, Consumer<LoadedBatch> onClose) {
        this.step = step;
        this.rowIds = rowIds;
        this.columns = columns;
        this.pixels = pixels;
        this.onClose = onClose;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public int size() {
        return rowIds.length;
    }

    @Override
    public long[] rowIds() {
        return rowIds.clone();
    }

    @Override
    public VectorSchemaRoot columns() {
        return columns;
    }

    @Override
    public byte[] pixels() {
        return pixels;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            columns.close();
            onClose.accept(this);
        }
    }
}
