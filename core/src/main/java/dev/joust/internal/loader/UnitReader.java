// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.Snapshot;
import dev.joust.schema.ColumnType;
import dev.joust.schema.TableSchema;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Reads some of the rows of a batch in one call of Lance, which hands them over in one array: about
 * {@value #UNIT_BYTES} bytes, because larger arrays cost more per byte, and so that several threads read one batch.
 *
 * <p>Threads: safe for use by several threads.
 */
final class UnitReader {
    private static final long UNIT_BYTES = 8 << 20;

    /** Where columns may hold images and nothing was read yet. */
    private static final int FIRST_LARGE_ROWS = 64;

    private final Snapshot snapshot;
    private final BufferAllocator allocator;
    private final List<String> columns;
    private final LoaderClock clock;
    private volatile int unitRows;

    UnitReader(Snapshot snapshot, BufferAllocator allocator, List<String> columns, LoaderClock clock) {
        this.snapshot = snapshot;
        this.allocator = allocator;
        this.columns = columns;
        this.clock = clock;
        TableSchema schema = snapshot.tableSchema();
        boolean mayBeLarge = schema.columns().stream()
                .anyMatch(column -> columns.contains(column.name()) && mayBeLarge(column.type()));
        this.unitRows = mayBeLarge ? FIRST_LARGE_ROWS : Integer.MAX_VALUE;
    }

    private static boolean mayBeLarge(ColumnType type) {
        return type instanceof ColumnType.LargeBinary
                || type instanceof ColumnType.Binary
                || type.children().stream().anyMatch(child -> mayBeLarge(child.type()));
    }

    /** The table that it reads. */
    String table() {
        return snapshot.table().name();
    }

    /** How many calls so many rows take, with about as many rows each. */
    int units(int rows) {
        return rows / unitRows + (rows % unitRows == 0 ? 0 : 1);
    }

    /** Reads the rows; the caller closes them. */
    VectorSchemaRoot read(long[] rowIds) {
        long started = System.nanoTime();
        List<Long> ids = Arrays.stream(rowIds).boxed().toList();
        try (ArrowReader reader = snapshot.take(ids, columns)) {
            VectorSchemaRoot rows =
                    VectorSchemaRoot.create(reader.getVectorSchemaRoot().getSchema(), allocator);
            try {
                if (reader.loadNextBatch()) {
                    moveIn(reader.getVectorSchemaRoot(), rows);
                }
                if (rows.getRowCount() != rowIds.length) {
                    // Taken rows come in one batch.
                    throw BatchErrors.gone(table(), rowIds.length - rows.getRowCount(), snapshot.version());
                }
                measure(rows);
                clock.read(System.nanoTime() - started);
                return rows;
            } catch (RuntimeException | IOException | Error e) {
                rows.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read table '" + table() + "': " + e.getMessage() + "; check the storage", e);
        }
    }

    private static void moveIn(VectorSchemaRoot batch, VectorSchemaRoot rows) {
        for (int i = 0; i < batch.getFieldVectors().size(); i++) {
            batch.getVector(i).makeTransferPair(rows.getVector(i)).transfer();
        }
        rows.setRowCount(batch.getRowCount());
    }

    private void measure(VectorSchemaRoot rows) {
        long bytes = bytes(rows);
        if (bytes > 0) {
            unitRows = (int) Math.max(1, Math.min(Integer.MAX_VALUE, UNIT_BYTES * rows.getRowCount() / bytes));
        }
    }

    /** How many bytes of data there are. */
    static long bytes(VectorSchemaRoot rows) {
        long bytes = 0;
        for (FieldVector vector : rows.getFieldVectors()) {
            bytes += vector.getBufferSize();
        }
        return bytes;
    }
}
