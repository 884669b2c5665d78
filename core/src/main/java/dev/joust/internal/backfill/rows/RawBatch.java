// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import dev.joust.feature.BlobStream;
import dev.joust.internal.arrow.Allocators;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.util.TransferPair;

/**
 * The inputs of some rows of a fragment, as they were read.
 *
 * @param columns the names of the vectors
 * @param vectors the values; closed by {@link #close}
 * @param offsets the physical offset of each row
 * @param rowIds the row id of each row
 * @param bytes how many bytes the vectors take
 * @param blobs opens the values of blobs of which the vectors hold the places only
 */
public record RawBatch(
        List<String> columns,
        List<FieldVector> vectors,
        RowNumbers offsets,
        RowNumbers rowIds,
        long bytes,
        BlobOpener blobs)
        implements AutoCloseable {
    private static final BufferAllocator LEFT_BEHIND = Allocators.child("inputs of functions that did not return");

    /** Opens a blob. */
    @FunctionalInterface
    public interface BlobOpener {
        /** Describes a blob of this size; the caller closes it. */
        BlobStream open(String column, long rowId, long size);
    }

    public int rows() {
        return offsets.size();
    }

    public FieldVector vector(String column) {
        return vectors.get(columns.indexOf(column));
    }

    /** Returns some of the rows, in memory that both share; each is closed on its own. */
    public RawBatch slice(int from, int to) {
        List<FieldVector> parts = new ArrayList<>();
        for (FieldVector vector : vectors) {
            TransferPair transfer = vector.getTransferPair(vector.getAllocator());
            transfer.splitAndTransfer(from, to - from);
            parts.add((FieldVector) transfer.getTo());
        }
        return new RawBatch(
                columns, parts, offsets.slice(from, to), rowIds.slice(from, to), bytes * (to - from) / rows(), blobs);
    }

    /**
     * Returns a hold on the memory, for a function that may read it until nobody knows when. It counts no longer as the
     * lake's, which may be closed before.
     */
    public AutoCloseable retained() {
        List<ArrowBuf> held = new ArrayList<>();
        buffers(vectors, buffer -> held.add(buffer.getReferenceManager().retain(buffer, LEFT_BEHIND)));
        return () -> held.forEach(ArrowBuf::close);
    }

    /** Frees the memory but for what is held elsewhere; the vectors still show it to whoever has them. */
    public void release() {
        buffers(vectors, ArrowBuf::close);
    }

    private static void buffers(List<FieldVector> vectors, Consumer<ArrowBuf> each) {
        for (FieldVector vector : vectors) {
            vector.getFieldBuffers().forEach(each);
            buffers(vector.getChildrenFromFields(), each);
        }
    }

    @Override
    public void close() {
        vectors.forEach(FieldVector::close);
    }
}
