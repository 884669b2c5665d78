// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import dev.joust.internal.arrow.PulledReader;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.schema.ColumnType;
import dev.joust.schema.TableSchema;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Rows by their ids, in the order of the ids, so many at a time that one batch fits memory.
 *
 * <p>The first batch is read at once. Its rows say how many the next ones have: about {@value #BATCH_BYTES} bytes,
 * since Lance hands taken rows over in one array, and large arrays cost more per byte than small ones.
 */
public final class RowIdReader extends PulledReader {
    /** How many rows are read first where the columns may hold images and the like. */
    private static final int FIRST_LARGE_ROWS = 64;

    private static final int MAX_ROWS = 1024;
    private static final long BATCH_BYTES = 8 << 20;

    private final Snapshot snapshot;
    private final List<Long> ids;
    private final List<String> columns;
    private final VectorSchemaRoot output;
    /** Owns the output where it is the whole answer and small enough to be in the heap a second time. */
    private final Optional<ArrowReader> kept;

    private int next;
    private int batchRows = MAX_ROWS;
    private boolean isAhead;
    private boolean closed;

    private RowIdReader(
            Snapshot snapshot,
            List<Long> ids,
            List<String> columns,
            VectorSchemaRoot output,
            Optional<ArrowReader> kept) {
        super(snapshot.table().store().allocator());
        this.snapshot = snapshot;
        this.ids = ids;
        this.columns = columns;
        this.output = output;
        this.kept = kept;
    }

    /** Whether all of so many rows come in the first batch. */
    public static boolean isOneBatch(Snapshot snapshot, int rows, List<String> columns) {
        return rows <= FIRST_LARGE_ROWS || rows <= firstRows(snapshot, columns);
    }

    private static int firstRows(Snapshot snapshot, List<String> columns) {
        TableSchema schema = snapshot.tableSchema();
        return columns.stream()
                        .anyMatch(path -> schema.find(path)
                                .filter(column -> mayBeLarge(column.type()))
                                .isPresent())
                ? FIRST_LARGE_ROWS
                : MAX_ROWS;
    }

    private static boolean mayBeLarge(ColumnType type) {
        return type instanceof ColumnType.LargeBinary
                || type instanceof ColumnType.Binary
                || type.children().stream().anyMatch(child -> mayBeLarge(child.type()));
    }

    /**
     * Reads the first batch.
     *
     * @param ids those after the first batch are known to exist
     * @param snapshot the reader takes it over and closes it, unless this method throws
     */
    public static RowIdReader of(Snapshot snapshot, List<Long> ids, List<String> columns) {
        int end = isOneBatch(snapshot, ids.size(), columns) ? ids.size() : firstRows(snapshot, columns);
        ArrowReader first = ids.isEmpty()
                ? snapshot.scan(ScanRequest.of(columns).where("false"))
                : snapshot.take(ids.subList(0, end), columns);
        boolean isKept = false;
        try {
            boolean hasRows = first.loadNextBatch();
            VectorSchemaRoot batch = first.getVectorSchemaRoot();
            isKept = end == ids.size() && bytes(batch) <= BATCH_BYTES;
            RowIdReader reader = isKept
                    ? new RowIdReader(snapshot, ids, columns, batch, Optional.of(first))
                    : new RowIdReader(
                            snapshot,
                            List.copyOf(ids),
                            List.copyOf(columns),
                            VectorSchemaRoot.create(
                                    batch.getSchema(), snapshot.table().store().allocator()),
                            Optional.empty());
            reader.begin(batch, hasRows, end);
            return reader;
        } catch (IOException e) {
            throw cannotRead(snapshot, e);
        } finally {
            if (!isKept) {
                close(snapshot, first);
            }
        }
    }

    private static void close(Snapshot snapshot, ArrowReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw cannotRead(snapshot, e);
        }
    }

    private void begin(VectorSchemaRoot batch, boolean hasRows, int end) {
        isAhead = hasRows && batch.getRowCount() > 0;
        next = end;
        if (kept.isEmpty()) {
            moveIn(batch);
        }
    }

    private static RuntimeException cannotRead(Snapshot snapshot, IOException e) {
        return LanceErrors.translate("read table '" + snapshot.table().name() + "'", e);
    }

    /** Whether each id of the first batch is one of a row; only before that batch is loaded. */
    public boolean isComplete() {
        return output.getRowCount() == next;
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() {
        return output;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        if (closed) {
            throw new IllegalStateException("The reader is closed");
        }
        if (isAhead) {
            isAhead = false;
            return true;
        }
        if (next >= ids.size()) {
            return false;
        }
        int end = Math.min(next + batchRows, ids.size());
        try (ArrowReader taken = snapshot.take(ids.subList(next, end), columns)) {
            int rows = taken.loadNextBatch() ? taken.getVectorSchemaRoot().getRowCount() : 0;
            if (rows != end - next) {
                throw new IllegalStateException(
                        "rows " + next + " to " + end + " came as " + rows + " rows, not in one batch");
            }
            moveIn(taken.getVectorSchemaRoot());
        }
        next = end;
        return true;
    }

    private void moveIn(VectorSchemaRoot batch) {
        int rows = batch.getRowCount();
        long bytes = bytes(batch);
        for (FieldVector target : output.getFieldVectors()) {
            batch.getVector(target.getName()).makeTransferPair(target).transfer();
        }
        output.setRowCount(rows);
        if (bytes > 0) {
            batchRows = (int) Math.max(1, Math.min(MAX_ROWS, BATCH_BYTES * rows / bytes));
        }
    }

    private static long bytes(VectorSchemaRoot batch) {
        long bytes = 0;
        for (FieldVector vector : batch.getFieldVectors()) {
            bytes += vector.getBufferSize();
        }
        return bytes;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            kept.ifPresentOrElse(first -> close(snapshot, first), output::close);
            snapshot.close();
        }
    }
}
