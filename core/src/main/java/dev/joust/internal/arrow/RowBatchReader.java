// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import static java.util.Objects.requireNonNull;

import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.ColumnType;
import dev.joust.schema.RecordType;
import dev.joust.schema.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Turns records or maps into Arrow batches of bounded size, as they are asked for.
 *
 * <p>One root is filled again and again; each batch has buffers of its own, so that a batch which was exported stays as
 * it was. Rows are read from the iterator only when a batch is loaded, never beyond its last row.
 *
 * <p>A row that does not fit throws {@link SchemaMismatchException} with its position, from 0, and whatever the
 * iterator throws comes out as it is. Where the batches go through native code, which keeps only the text of an
 * exception, {@link #failure()} has the original.
 *
 * <p>The caller closes the reader, then the allocator; {@link #close()} can be called twice. Threads: belongs to one.
 */
public final class RowBatchReader extends ArrowReader {
    private final Iterator<?> rows;
    private final TableSchema schema;
    private final BatchLimits limits;
    private final @Nullable Class<?> recordClass;

    private @Nullable FieldsWriter writer;
    private long[] dataBytes = {};
    private long rowsRead;
    private long bytesRead;
    private @Nullable RuntimeException failure;
    private boolean closed;

    private RowBatchReader(
            Iterator<?> rows,
            TableSchema schema,
            BatchLimits limits,
            BufferAllocator allocator,
            @Nullable Class<?> recordClass) {
        super(requireNonNull(allocator, "allocator"));
        this.rows = requireNonNull(rows, "rows");
        this.schema = requireNonNull(schema, "schema");
        this.limits = requireNonNull(limits, "limits");
        this.recordClass = recordClass;
    }

    /**
     * Returns a reader of records. A column that the record class lacks is filled with NULL.
     *
     * @param schema the columns of the batches, which may be fewer or in another order than those of the table
     * @throws SchemaMismatchException if a component has no column, or a NOT NULL column has no component
     */
    public static <R> RowBatchReader ofRecords(
            Iterator<? extends R> rows,
            RecordType<R> type,
            TableSchema schema,
            BatchLimits limits,
            BufferAllocator allocator) {
        RecordColumns.requireFit(type, schema);
        return new RowBatchReader(rows, schema, limits, allocator, type.recordClass());
    }

    /** Returns a reader of maps from column names to values. A key that a map lacks counts as null. */
    public static RowBatchReader ofMaps(
            Iterator<? extends Map<String, ?>> rows,
            TableSchema schema,
            BatchLimits limits,
            BufferAllocator allocator) {
        return new RowBatchReader(rows, schema, limits, allocator, null);
    }

    /** How many rows were read from the iterator so far. */
    public long rowsRead() {
        return rowsRead;
    }

    /** What went wrong in {@link #loadNextBatch}, if anything did. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /** About how many bytes of Arrow memory all batches so far took. */
    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
        if (failure != null) {
            throw failure;
        }
        VectorSchemaRoot root = getVectorSchemaRoot();
        root.clear();
        try {
            return fill(root) > 0;
        } catch (RuntimeException e) {
            root.clear();
            failure = e;
            throw e;
        }
    }

    @Override
    public void close() {
        close(true);
    }

    @Override
    public void close(boolean closeReadSource) {
        if (closed) {
            return;
        }
        closed = true;
        try {
            super.close(closeReadSource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void closeReadSource() {
        // The iterator belongs to the caller.
    }

    @Override
    protected Schema readSchema() {
        return ArrowSchemas.schema(schema);
    }

    private int fill(VectorSchemaRoot root) {
        if (!rows.hasNext()) {
            return 0;
        }
        FieldsWriter fields = writer(root);
        allocate(root);
        int count = 0;
        long bytes = 0;
        do {
            Object row = rows.next();
            try {
                bytes += fields.write(count, required(row));
            } catch (CellProblem problem) {
                throw problem.at(rowsRead);
            }
            rowsRead++;
            count++;
        } while (count < limits.rows() && bytes < limits.bytes() && rows.hasNext());
        root.setRowCount(count);
        bytesRead += bytes;
        remember(root);
        return count;
    }

    private FieldsWriter writer(VectorSchemaRoot root) {
        FieldsWriter existing = writer;
        if (existing == null) {
            existing = new FieldsWriter(
                    schema.columns(), root.getFieldVectors(), "", new ColumnType.Struct(schema.columns()));
            if (recordClass != null) {
                existing.prepare(recordClass);
            }
            writer = existing;
        }
        return existing;
    }

    private static Object required(@Nullable Object row) {
        if (row == null) {
            throw new CellProblem("", "the row is null; leave it out");
        }
        return row;
    }

    /** Gives each vector about the room that the last batch needed, so that growing copies little. */
    private void allocate(VectorSchemaRoot root) {
        List<FieldVector> vectors = root.getFieldVectors();
        for (int i = 0; i < vectors.size(); i++) {
            FieldVector vector = vectors.get(i);
            long expected = i < dataBytes.length ? dataBytes[i] + dataBytes[i] / 16 : 0;
            int count = Math.min(
                    limits.rows(), RecordColumns.rowsWithin(schema.columns().get(i), limits.bytes()));
            if (expected > 0 && vector instanceof BaseVariableWidthVector variable) {
                variable.allocateNew(Math.min(expected, BatchLimits.MAX_BYTES), count);
            } else if (expected > 0 && vector instanceof BaseLargeVariableWidthVector variable) {
                variable.allocateNew(expected, count);
            } else {
                vector.setInitialCapacity(count);
                vector.allocateNew();
            }
        }
    }

    private void remember(VectorSchemaRoot root) {
        List<FieldVector> vectors = root.getFieldVectors();
        dataBytes = new long[vectors.size()];
        for (int i = 0; i < dataBytes.length; i++) {
            FieldVector vector = vectors.get(i);
            boolean isVariable =
                    vector instanceof BaseVariableWidthVector || vector instanceof BaseLargeVariableWidthVector;
            dataBytes[i] = isVariable ? vector.getBufferSize() : 0;
        }
    }
}
