// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.trial;

import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.InputType;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.backfill.rows.RowNumbers;
import dev.joust.internal.feature.InputPaths;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/** Turns examples that somebody wrote into a batch as a table would give it. */
final class ExampleRows {
    private ExampleRows() {}

    /** Returns the rows in order, with their positions as row ids where they name none. The caller closes it. */
    static RawBatch batch(
            Feature feature,
            Map<String, ColumnType> types,
            List<Map<String, @Nullable Object>> rows,
            BufferAllocator allocator) {
        List<Column> columns = new ArrayList<>();
        for (FeatureInput input : feature.inputs()) {
            if (columns.stream().noneMatch(column -> column.name().equals(input.column()))) {
                columns.add(Column.of(input.column(), type(input, types, rows)));
            }
        }
        long[] positions = LongStream.range(0, rows.size()).toArray();
        List<Map<String, @Nullable Object>> complete = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            complete.add(complete(rows.get(row), columns, row));
        }
        RowNumbers numbers = RowNumbers.of(positions);
        List<String> names = columns.stream().map(Column::name).toList();
        List<FieldVector> vectors = vectors(complete, new TableSchema(columns, Map.of()), allocator);
        return new RawBatch(names, vectors, numbers, numbers, 0, (column, rowId, size) -> {
            throw new AssertionError("Examples hold their bytes");
        });
    }

    private static Map<String, @Nullable Object> complete(
            Map<String, @Nullable Object> row, List<Column> columns, int position) {
        Map<String, @Nullable Object> complete = new HashMap<>();
        for (Column column : columns) {
            boolean isId = InputPaths.isRowId(column.name()) && !row.containsKey(column.name());
            complete.put(column.name(), isId ? Long.valueOf(position) : row.get(column.name()));
        }
        for (String name : row.keySet()) {
            if (!complete.containsKey(name)) {
                throw new IllegalArgumentException("The example " + row + " has a value for '" + name
                        + "', which is none of the inputs " + complete.keySet());
            }
        }
        return complete;
    }

    private static List<FieldVector> vectors(
            List<Map<String, @Nullable Object>> rows, TableSchema schema, BufferAllocator allocator) {
        List<FieldVector> vectors = new ArrayList<>();
        if (schema.columns().isEmpty()) {
            return vectors;
        }
        try (RowBatchReader reader = RowBatchReader.ofMaps(rows.iterator(), schema, BatchLimits.DEFAULT, allocator)) {
            reader.loadNextBatch();
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            if (root.getRowCount() != rows.size()) {
                throw new IllegalArgumentException(
                        "The examples are too large: use at most " + root.getRowCount() + " of this size");
            }
            for (FieldVector vector : root.getFieldVectors()) {
                TransferPair transfer = vector.getTransferPair(allocator);
                transfer.transfer();
                vectors.add((FieldVector) transfer.getTo());
            }
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ColumnType type(
            FeatureInput input, Map<String, ColumnType> types, List<Map<String, @Nullable Object>> rows) {
        ColumnType declared = types.get(input.column());
        if (declared != null) {
            if (!input.type().accepts(declared)) {
                throw new IllegalArgumentException("Input '" + input.column() + "' is declared as " + declared
                        + ", the function wants " + input.type());
            }
            return declared;
        }
        if (input.type() == InputType.FLOATS) {
            return rows.stream()
                    .map(row -> row.get(input.column()))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(value -> Types.vector(((float[]) value).length))
                    .orElseThrow(() -> undeclared(input));
        }
        return input.type().usualType().orElseThrow(() -> undeclared(input));
    }

    private static IllegalArgumentException undeclared(FeatureInput input) {
        return new IllegalArgumentException(
                "The type of input '" + input.column() + "' is not known: the function wants " + input.type()
                        + "; call column(\"" + input.column() + "\", type)");
    }
}
