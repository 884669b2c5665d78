// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/** The values of a batch that was read, with the bytes of blob-encoded columns, which a scan does not give. */
final class OldValues implements AutoCloseable {
    private final List<FieldVector> vectors = new ArrayList<>();
    private final List<FieldVector> own = new ArrayList<>();

    private OldValues() {}

    /**
     * Completes a batch.
     *
     * @param batch holds the columns and {@code _rowid}
     * @param wanted the rows whose blobs are read; those of others come out as NULL
     */
    static OldValues of(Snapshot now, VectorSchemaRoot batch, List<Field> fields, IntPredicate wanted) {
        OldValues values = new OldValues();
        try {
            for (Field field : fields) {
                FieldVector read = batch.getVector(field.getName());
                values.vectors.add(now.isBlob(field.getName()) ? values.blobs(now, batch, field, wanted) : read);
            }
            return values;
        } catch (RuntimeException e) {
            values.close();
            throw e;
        }
    }

    private FieldVector blobs(Snapshot now, VectorSchemaRoot batch, Field field, IntPredicate wanted) {
        FieldVector places = batch.getVector(field.getName());
        UInt8Vector ids = (UInt8Vector) batch.getVector(Filters.ROW_ID);
        List<Integer> rows = new ArrayList<>();
        List<Long> rowIds = new ArrayList<>();
        for (int i = 0; i < batch.getRowCount(); i++) {
            if (!places.isNull(i) && wanted.test(i)) {
                rows.add(i);
                rowIds.add(ids.get(i));
            }
        }
        FieldVector bytes = field.createVector(now.table().store().allocator());
        own.add(bytes);
        List<byte[]> blobs = rowIds.isEmpty() ? List.of() : now.blobs(rowIds, field.getName());
        for (int i = 0; i < rows.size(); i++) {
            if (bytes instanceof LargeVarBinaryVector large) {
                large.setSafe(rows.get(i), blobs.get(i));
            } else {
                ((VarBinaryVector) bytes).setSafe(rows.get(i), blobs.get(i));
            }
        }
        bytes.setValueCount(batch.getRowCount());
        return bytes;
    }

    List<FieldVector> vectors() {
        return vectors;
    }

    @Override
    public void close() {
        own.forEach(FieldVector::close);
    }
}
