// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.WholeBlobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Goes through rows of one version one by one, with one batch in memory. Whoever made it closes it. */
final class RowCursor implements AutoCloseable {
    private static final String ROW_ADDRESS = "_rowaddr";
    private static final int BATCH_ROWS = 1024;
    private static final int BATCHES_AHEAD = 2;

    private final Snapshot snapshot;
    private final ArrowReader reader;
    private final List<String> columns;
    private List<FieldVector> vectors = List.of();
    private VectorSchemaRoot batch;
    private int row = -1;

    private RowCursor(Snapshot snapshot, ArrowReader reader, List<String> columns) throws IOException {
        this.snapshot = snapshot;
        this.reader = reader;
        this.columns = columns;
        this.batch = reader.getVectorSchemaRoot();
    }

    /** Goes through a fragment in the order of its rows. */
    static RowCursor ofFragment(Snapshot snapshot, int fragment, List<String> columns) {
        boolean hasBlobs = !WholeBlobs.among(snapshot, columns).isEmpty();
        ScanRequest request = ScanRequest.of(columns)
                .fragments(List.of(fragment))
                .withRowId()
                .withRowAddress()
                .batchesAhead(BATCHES_AHEAD)
                .batchRows(hasBlobs ? WholeBlobs.BATCH_ROWS : BATCH_ROWS);
        return of(snapshot, snapshot.scan(request), columns, List.of(RowRefs.ROW_ID, ROW_ADDRESS));
    }

    /** Goes through the rows with these ids, in this order. */
    static RowCursor ofRows(Snapshot snapshot, List<Long> rowIds, List<String> columns) {
        List<String> read = new ArrayList<>(columns);
        read.add(RowRefs.ROW_ID);
        return of(snapshot, snapshot.take(rowIds, read), columns, List.of(RowRefs.ROW_ID));
    }

    private static RowCursor of(Snapshot snapshot, ArrowReader rows, List<String> columns, List<String> system) {
        ArrowReader whole = rows;
        if (!WholeBlobs.among(snapshot, columns).isEmpty()) {
            List<String> all = new ArrayList<>(columns);
            all.addAll(system);
            whole = WholeBlobs.of(snapshot, rows, all);
        }
        try {
            return new RowCursor(snapshot, whole, columns);
        } catch (IOException e) {
            closeAfter(whole, e);
            throw RowRefs.failed(snapshot, e);
        } catch (RuntimeException e) {
            closeAfter(whole, e);
            throw e;
        }
    }

    private static void closeAfter(ArrowReader reader, Exception failure) {
        try {
            reader.close();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Goes to the next row; false after the last one. */
    boolean advance() {
        row++;
        try {
            while (vectors.isEmpty() || row >= batch.getRowCount()) {
                if (!reader.loadNextBatch()) {
                    return false;
                }
                batch = reader.getVectorSchemaRoot();
                vectors = columns.stream().map(batch::getVector).toList();
                row = 0;
            }
            return true;
        } catch (IOException e) {
            throw RowRefs.failed(snapshot, e);
        }
    }

    /** Its place in the batch. */
    int row() {
        return row;
    }

    /** The columns of the batch. */
    List<FieldVector> vectors() {
        return vectors;
    }

    /** The batch with all that was read. */
    VectorSchemaRoot batch() {
        return batch;
    }

    long rowId() {
        return ((UInt8Vector) batch.getVector(RowRefs.ROW_ID)).get(row);
    }

    /** Where it lies in its fragment. */
    int offset() {
        return (int) ((UInt8Vector) batch.getVector(ROW_ADDRESS)).get(row);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw RowRefs.failed(snapshot, e);
        }
    }
}
