// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.arrow.PulledReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows in the order of their relevance, with their scores as columns after the others. */
final class RankedReader extends PulledReader {
    private final ArrowReader source;
    private final List<List<OptionalDouble>> scores;
    private final VectorSchemaRoot output;
    private int next;

    /**
     * Takes over a reader of these rows, which is closed with this one.
     *
     * @param names of the scores
     * @param scores of each row, in the order of the names
     */
    RankedReader(BufferAllocator allocator, ArrowReader source, List<String> names, List<List<OptionalDouble>> scores) {
        super(allocator);
        this.source = source;
        this.scores = List.copyOf(scores);
        this.output = VectorSchemaRoot.create(schema(source, names), allocator);
    }

    private static Schema schema(ArrowReader source, List<String> names) {
        try {
            Schema schema = source.getVectorSchemaRoot().getSchema();
            List<Field> fields = new ArrayList<>(schema.getFields());
            names.forEach(name ->
                    fields.add(Field.nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));
            return new Schema(fields, schema.getCustomMetadata());
        } catch (IOException e) {
            throw new IllegalStateException("an answer cannot be read", e);
        }
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() {
        return output;
    }

    @Override
    public Map<Long, Dictionary> getDictionaryVectors() throws IOException {
        return source.getDictionaryVectors();
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        output.clear();
        if (!source.loadNextBatch()) {
            return false;
        }
        VectorSchemaRoot batch = source.getVectorSchemaRoot();
        int rows = batch.getRowCount();
        int columns = batch.getFieldVectors().size();
        for (int i = 0; i < columns; i++) {
            FieldVector from = batch.getVector(i);
            from.makeTransferPair(output.getVector(i)).transfer();
        }
        for (int row = 0; row < rows; row++) {
            List<OptionalDouble> values = scores.get(next++);
            for (int i = 0; i < values.size(); i++) {
                set(columns + i, row, values.get(i));
            }
        }
        output.setRowCount(rows);
        return true;
    }

    private void set(int column, int row, OptionalDouble value) {
        Float4Vector vector = (Float4Vector) output.getVector(column);
        if (value.isPresent()) {
            vector.setSafe(row, (float) value.getAsDouble());
        } else {
            vector.setNull(row);
        }
    }

    @Override
    public void close() throws IOException {
        output.close();
        source.close();
    }
}
