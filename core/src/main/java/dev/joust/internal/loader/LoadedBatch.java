// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import static java.util.Objects.checkIndex;

import dev.joust.loader.Batch;
import dev.joust.loader.BrokenRow;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A batch that gives its memory back once, whoever closes it first: its consumer or its loader. */
final class LoadedBatch implements Batch {
    /** The images of a batch, in the form in which they are delivered. */
    static final class Images {
        static final Images NONE = new Images(new byte[0], new float[0], new long[0], new boolean[0]);

        private final byte[] pixels;
        private final float[] tensor;
        private final long[] shape;
        private final boolean[] flipped;

        Images(byte[] pixels, float[] tensor, long[] shape, boolean[] flipped) {
            this.pixels = pixels;
            this.tensor = tensor;
            this.shape = shape;
            this.flipped = flipped;
        }
    }

    private final long step;
    private final long[] rowIds;
    private final VectorSchemaRoot columns;
    private final Images images;
    private final List<BrokenRow> brokenRows;
    private final Consumer<LoadedBatch> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    LoadedBatch(
            long step,
            long[] rowIds,
            VectorSchemaRoot columns,
            Images images,
            List<BrokenRow> brokenRows,
            Consumer<LoadedBatch> onClose) {
        this.step = step;
        this.rowIds = rowIds;
        this.columns = columns;
        this.images = images;
        this.brokenRows = List.copyOf(brokenRows);
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
        return images.pixels;
    }

    @Override
    public float[] tensor() {
        return images.tensor;
    }

    @Override
    public long[] shape() {
        return images.shape.clone();
    }

    @Override
    public boolean isFlipped(int row) {
        checkIndex(row, rowIds.length);
        return images.flipped.length > 0 && images.flipped[row];
    }

    @Override
    public List<BrokenRow> brokenRows() {
        return brokenRows;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            columns.close();
            onClose.accept(this);
        }
    }
}
