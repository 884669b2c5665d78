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
import org.apache.arrow.memory.BufferAllocator;
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
    private int next;
    private int batchRows = MAX_ROWS;
    private boolean isAhead;
    private boolean closed;

    private RowIdReader(
            BufferAllocator allocator, Snapshot snapshot, List<Long> ids, List<String> columns, ArrowReader first)
            throws IOException {
        super(allocator);
        this.snapshot = snapshot;
        this.ids = ids;
        this.columns = columns;
        this.output = VectorSchemaRoot.create(first.getVectorSchemaRoot().getSchema(), allocator);
    }

    /** How many rows the first batch has, if there are so many. */
    public static int firstRows(Snapshot snapshot, List<String> columns) {
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
        BufferAllocator allocator = snapshot.table().store().allocator();
        int end = Math.min(firstRows(snapshot, columns), ids.size());
        try (ArrowReader first = ids.isEmpty()
                ? snapshot.scan(ScanRequest.of(columns).where("false"))
                : snapshot.take(ids.subList(0, end), columns)) {
            RowIdReader reader = new RowIdReader(allocator, snapshot, List.copyOf(ids), List.copyOf(columns), first);
            try {
                reader.isAhead = reader.load(first) > 0;
                reader.next = end;
                return reader;
            } catch (IOException | RuntimeException e) {
                reader.output.close();
                throw e;
            }
        } catch (IOException e) {
            throw cannotRead(snapshot, e);
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
            int rows = load(taken);
            if (rows != end - next) {
                throw new IllegalStateException(
                        "rows " + next + " to " + end + " came as " + rows + " rows, not in one batch");
            }
        }
        next = end;
        return true;
    }

    private int load(ArrowReader taken) throws IOException {
        int rows = 0;
        long bytes = 0;
        if (taken.loadNextBatch()) {
            VectorSchemaRoot batch = taken.getVectorSchemaRoot();
            rows = batch.getRowCount();
            for (FieldVector target : output.getFieldVectors()) {
                FieldVector source = batch.getVector(target.getName());
                bytes += source.getBufferSize();
                source.makeTransferPair(target).transfer();
            }
        }
        output.setRowCount(rows);
        if (bytes > 0) {
            batchRows = (int) Math.max(1, Math.min(MAX_ROWS, BATCH_BYTES * rows / bytes));
        }
        return rows;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            output.close();
            snapshot.close();
        }
    }
}
