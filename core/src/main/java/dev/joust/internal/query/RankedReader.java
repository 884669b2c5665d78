// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.arrow.PulledReader;
import java.io.IOException;
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

/** Rows in the order of their relevance, with their scores as columns among the others. */
final class RankedReader extends PulledReader {
    private final ArrowReader source;
    private final List<String> names;
    private final List<List<OptionalDouble>> scores;
    private final VectorSchemaRoot output;
    private int next;

    /**
     * Takes over a reader of these rows, which is closed with this one.
     *
     * @param names of the scores
     * @param columns the names of all columns, those of the scores among them
     * @param scores of each row, in the order of the names
     */
    RankedReader(
            BufferAllocator allocator,
            ArrowReader source,
            List<String> names,
            List<String> columns,
            List<List<OptionalDouble>> scores) {
        super(allocator);
        this.source = source;
        this.names = names;
        this.scores = List.copyOf(scores);
        this.output = VectorSchemaRoot.create(schema(source, names, columns), allocator);
    }

    private static Schema schema(ArrowReader source, List<String> names, List<String> columns) {
        try {
            Schema schema = source.getVectorSchemaRoot().getSchema();
            List<Field> fields = columns.stream()
                    .map(name -> names.contains(name)
                            ? Field.nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))
                            : schema.findField(name))
                    .toList();
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
        for (FieldVector to : output.getFieldVectors()) {
            if (!names.contains(to.getName())) {
                batch.getVector(to.getName()).makeTransferPair(to).transfer();
            }
        }
        for (int row = 0; row < rows; row++) {
            List<OptionalDouble> values = scores.get(next++);
            for (int i = 0; i < values.size(); i++) {
                set(names.get(i), row, values.get(i));
            }
        }
        output.setRowCount(rows);
        return true;
    }

    private void set(String name, int row, OptionalDouble value) {
        Float4Vector vector = (Float4Vector) output.getVector(name);
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
