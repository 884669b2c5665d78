// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import dev.joust.schema.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Batches of someone else's making, as a table takes them: columns in the table's order and with its definitions, each
 * value checked that a column's type does not check by itself.
 *
 * <p>Columns that the batches lack must be nullable, and read NULL. Closing closes the source.
 */
public final class FittedReader extends PulledReader {
    private final ArrowReader source;
    private final String what;
    private final LongConsumer progress;
    private final List<Integer> positions = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    private final Schema schema;
    private @Nullable VectorSchemaRoot root;
    private long rowsBefore;

    /**
     * Fits a reader to a table; nothing is read yet.
     *
     * @param what what is done, for messages, such as {@code append to table 'frames'}
     * @param progress hears after each batch how many rows were read; what it throws ends the reading
     * @throws SchemaMismatchException if a column is unknown, of another type, or missing though it may not be NULL
     */
    public FittedReader(
            BufferAllocator allocator, ArrowReader source, TableSchema target, String what, LongConsumer progress)
            throws IOException {
        super(allocator);
        this.source = source;
        this.what = what;
        this.progress = progress;
        TableSchema given =
                ArrowSchemas.tableSchema(source.getVectorSchemaRoot().getSchema());
        requireKnown(given, target);
        List<Field> fields = new ArrayList<>();
        for (Column column : target.columns()) {
            int position = given.names().indexOf(column.name());
            if (position < 0) {
                requireNullable(column);
                continue;
            }
            requireSameType(column, given.columns().get(position));
            positions.add(position);
            columns.add(column);
            fields.add(ArrowSchemas.field(column));
        }
        this.schema = new Schema(fields);
    }

    private void requireKnown(TableSchema given, TableSchema target) {
        Set<String> seen = new HashSet<>();
        for (String name : given.names()) {
            if (!target.names().contains(name)) {
                List<String> near = Names.nearest(name, target.names());
                throw new SchemaMismatchException("Cannot " + what + ": the table has no column '" + name + "'"
                        + (near.isEmpty() ? "" : ", the nearest are " + Names.quoted(near))
                        + "; rename it, leave it out, or add the column to the table first");
            }
            if (!seen.add(name)) {
                throw new SchemaMismatchException(
                        "Cannot " + what + ": the batches have two columns '" + name + "'; leave one out");
            }
        }
    }

    private void requireNullable(Column column) {
        if (!column.nullable()) {
            throw new SchemaMismatchException("Cannot " + what + ": the batches lack column '" + column.name()
                    + "', which may not be NULL; add it");
        }
    }

    private void requireSameType(Column wanted, Column given) {
        if (!wanted.type().toString().equals(given.type().toString())) {
            throw new SchemaMismatchException("Cannot " + what + ": column '" + wanted.name() + "' is " + wanted.type()
                    + " in the table and " + given.type() + " in the batches; cast it");
        }
    }

    /** The rows that passed so far. */
    public long rows() {
        return rowsBefore;
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
        VectorSchemaRoot from = source.getVectorSchemaRoot();
        if (root == null) {
            List<FieldVector> vectors = positions.stream()
                    .map(position -> from.getFieldVectors().get(position))
                    .toList();
            root = new VectorSchemaRoot(schema.getFields(), vectors, from.getRowCount());
        }
        return root;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        root = null;
        if (!source.loadNextBatch()) {
            return false;
        }
        VectorSchemaRoot batch = getVectorSchemaRoot();
        for (int i = 0; i < columns.size(); i++) {
            check(columns.get(i), batch.getVector(i), batch.getRowCount());
        }
        rowsBefore += batch.getRowCount();
        progress.accept(rowsBefore);
        return true;
    }

    private void check(Column column, FieldVector vector, int rows) {
        if (!column.nullable() && vector.getNullCount() > 0) {
            for (int row = 0; row < rows; row++) {
                if (vector.isNull(row)) {
                    throw new SchemaMismatchException("Cannot " + what + ": row " + (rowsBefore + row) + " of column '"
                            + column.name() + "' is NULL, but the column may not be; give it a value");
                }
            }
        }
        if (column.type() instanceof ColumnType.Vector) {
            VectorValues.firstNotFinite(vector, rows).ifPresent(row -> {
                throw new SchemaMismatchException("Cannot " + what + ": the vector in row "
                        + (rowsBefore + row) + " of column '" + column.name()
                        + "' holds NaN or infinity, which no search can compare; leave it NULL or mend it");
            });
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
