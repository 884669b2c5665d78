// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import dev.joust.internal.arrow.PulledReader;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Batches with the bytes of blob-encoded columns, of which a scan gives only positions and sizes.
 *
 * <p>The bytes of one batch are in memory at a time. Closing closes the source.
 */
public final class WholeBlobs extends PulledReader {
    /** The most rows that a scan for this reader should have in a batch: {@value}. */
    public static final int BATCH_ROWS = 64;

    private static final String ROW_ID = "_rowid";

    private final Snapshot snapshot;
    private final ArrowReader source;
    private final VectorSchemaRoot output;
    private boolean closed;

    private WholeBlobs(Snapshot snapshot, ArrowReader source, Schema schema) {
        super(snapshot.table().store().allocator());
        this.snapshot = snapshot;
        this.source = source;
        this.output = VectorSchemaRoot.create(schema, allocator);
    }

    /** Those of these columns whose bytes a scan does not give. */
    public static List<String> among(Snapshot snapshot, List<String> columns) {
        return columns.stream().filter(snapshot::isBlob).toList();
    }

    /**
     * Completes the batches of a reader.
     *
     * @param rows has the column {@code _rowid}; taken over, and closed if this method throws
     * @param columns the columns to pass on, in this order
     */
    public static ArrowReader of(Snapshot snapshot, ArrowReader rows, List<String> columns) {
        Snapshot held = snapshot.retain();
        try {
            Schema given = rows.getVectorSchemaRoot().getSchema();
            List<Field> fields = new ArrayList<>();
            for (String column : columns) {
                fields.add(held.isBlob(column) ? held.schema().findField(column) : given.findField(column));
            }
            return new WholeBlobs(held, rows, new Schema(fields, given.getCustomMetadata()));
        } catch (IOException | RuntimeException e) {
            held.close();
            throw LanceErrors.translate("read table '" + snapshot.table().name() + "'", closed(rows, e));
        }
    }

    private static Exception closed(ArrowReader rows, Exception failure) {
        try {
            rows.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() {
        return output;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        output.clear();
        if (!source.loadNextBatch()) {
            return false;
        }
        VectorSchemaRoot batch = source.getVectorSchemaRoot();
        for (FieldVector target : output.getFieldVectors()) {
            FieldVector read = batch.getVector(target.getName());
            if (snapshot.isBlob(target.getName())) {
                fill(target, read, (UInt8Vector) batch.getVector(ROW_ID), batch.getRowCount());
            }
        }
        for (FieldVector target : output.getFieldVectors()) {
            if (!snapshot.isBlob(target.getName())) {
                batch.getVector(target.getName()).makeTransferPair(target).transfer();
            }
        }
        output.setRowCount(batch.getRowCount());
        return true;
    }

    private void fill(FieldVector target, FieldVector places, UInt8Vector ids, int rows) {
        List<Integer> present = new ArrayList<>();
        List<Long> rowIds = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            if (!places.isNull(row)) {
                present.add(row);
                rowIds.add(ids.get(row));
            }
        }
        List<byte[]> values = rowIds.isEmpty() ? List.of() : snapshot.blobs(rowIds, target.getName());
        for (int i = 0; i < values.size(); i++) {
            if (target instanceof LargeVarBinaryVector large) {
                large.setSafe(present.get(i), values.get(i));
            } else {
                ((VarBinaryVector) target).setSafe(present.get(i), values.get(i));
            }
        }
        target.setValueCount(rows);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                output.close();
                source.close();
            } finally {
                snapshot.close();
            }
        }
    }
}
