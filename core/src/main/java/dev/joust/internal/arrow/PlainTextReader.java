// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Batches whose columns of text and bytes are plain ones. SQL computes views ({@code Utf8View}, {@code BinaryView}),
 * which no table can hold. Closing closes the source.
 */
public final class PlainTextReader extends PulledReader {
    private final ArrowReader source;
    private final VectorSchemaRoot output;

    private PlainTextReader(BufferAllocator allocator, ArrowReader source, Schema schema) {
        super(allocator);
        this.source = source;
        this.output = VectorSchemaRoot.create(schema, allocator);
    }

    /** The reader itself, if its columns are plain already. */
    public static ArrowReader of(BufferAllocator allocator, ArrowReader source) throws IOException {
        Schema schema = source.getVectorSchemaRoot().getSchema();
        List<Field> fields = new ArrayList<>();
        for (Field field : schema.getFields()) {
            FieldType type = new FieldType(
                    field.isNullable(), plain(field.getType()), field.getDictionary(), field.getMetadata());
            fields.add(new Field(field.getName(), type, field.getChildren()));
        }
        return fields.equals(schema.getFields())
                ? source
                : new PlainTextReader(allocator, source, new Schema(fields, schema.getCustomMetadata()));
    }

    private static ArrowType plain(ArrowType type) {
        if (type instanceof ArrowType.Utf8View) {
            return ArrowType.Utf8.INSTANCE;
        }
        return type instanceof ArrowType.BinaryView ? ArrowType.Binary.INSTANCE : type;
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
        int rows = batch.getRowCount();
        for (int i = 0; i < output.getFieldVectors().size(); i++) {
            copy(batch.getVector(i), output.getVector(i), rows);
        }
        output.setRowCount(rows);
        return true;
    }

    private static void copy(FieldVector from, FieldVector to, int rows) {
        if (from instanceof ViewVarCharVector text) {
            for (int row = 0; row < rows; row++) {
                if (!text.isNull(row)) {
                    ((VarCharVector) to).setSafe(row, text.get(row));
                }
            }
        } else if (from instanceof ViewVarBinaryVector bytes) {
            for (int row = 0; row < rows; row++) {
                if (!bytes.isNull(row)) {
                    ((VarBinaryVector) to).setSafe(row, bytes.get(row));
                }
            }
        } else {
            from.makeTransferPair(to).transfer();
        }
    }

    @Override
    public void close() throws IOException {
        output.close();
        source.close();
    }
}
