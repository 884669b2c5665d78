// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.files;

import dev.joust.error.SchemaMismatchException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;

/**
 * Writes rows as new fragments that no version shows yet.
 *
 * <p>The rows may have fewer columns than the table: the rest reads NULL, without a byte written for it. Names,
 * metadata and nullability of the columns are the table's, whatever the batches say; their types must be the table's.
 * If anything fails, the files are removed and the failure of the reader arrives as it was thrown.
 */
public final class NewFragments implements AutoCloseable {
    /** A fragment's file holds about this many bytes at most, so that a column of it fits a task. */
    public static final long MAX_FILE_BYTES = 1L << 30;

    private static final long MAX_ROWS = 1L << 20;

    private final Snapshot base;
    private final LanceTable table;
    private final List<Field> fields;
    private final List<FragmentMetadata> finished = new ArrayList<>();
    private @Nullable DataFileWriter current;
    private long rowsBefore;
    private boolean done;

    private NewFragments(Snapshot base, List<Field> given) {
        this.base = base;
        this.table = base.table();
        this.fields = tableFields(base, given);
    }

    /**
     * Writes all batches of a reader, which is closed, and syncs the files.
     *
     * @param base a version of the table of which the rows become a part when they are committed
     * @param rows its schema is a subset of the table's columns
     * @throws SchemaMismatchException if a column is unknown, has another type, or lacks values that it must have
     */
    public static NewRows write(Snapshot base, ArrowReader rows) {
        return write(base, rows, batch -> {});
    }

    /**
     * Writes some rows of a reader, which is closed, and syncs the files.
     *
     * @param chooser sees each batch before it is written, and says which of its rows are; what it throws ends the
     *     write
     */
    public static NewRows writeChosen(Snapshot base, ArrowReader rows, Function<VectorSchemaRoot, BitSet> chooser) {
        return write(base, rows, (writer, batch) -> writer.write(batch, chooser.apply(batch)));
    }

    /**
     * Writes all batches of a reader, which is closed, and syncs the files.
     *
     * @param observer sees each batch before it is written; what it throws ends the write
     */
    public static NewRows write(Snapshot base, ArrowReader rows, Consumer<VectorSchemaRoot> observer) {
        return write(base, rows, (writer, batch) -> {
            observer.accept(batch);
            writer.write(batch);
        });
    }

    private static NewRows write(
            Snapshot base, ArrowReader rows, BiConsumer<NewFragments, VectorSchemaRoot> eachBatch) {
        try (ArrowReader source = rows;
                NewFragments writer = new NewFragments(
                        base, source.getVectorSchemaRoot().getSchema().getFields())) {
            while (source.loadNextBatch()) {
                eachBatch.accept(writer, source.getVectorSchemaRoot());
            }
            return writer.finish();
        } catch (IOException e) {
            throw LanceErrors.translate(
                    "read the rows for table '" + base.table().name() + "'", e);
        }
    }

    private static List<Field> tableFields(Snapshot base, List<Field> given) {
        List<Field> columns = base.schema().getFields();
        List<Field> fields = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Field field : given) {
            Field column = columns.stream()
                    .filter(c -> c.getName().equals(field.getName()))
                    .findFirst()
                    .orElseThrow(() -> new SchemaMismatchException(cannot(base) + "it has no column '" + field.getName()
                            + "'; its columns are "
                            + String.join(
                                    ", ", columns.stream().map(Field::getName).toList())));
            if (!sameType(column, field)) {
                throw new SchemaMismatchException(cannot(base) + "column '" + field.getName() + "' is "
                        + describe(column) + " but the rows have " + describe(field) + "; convert them first");
            }
            if (!seen.add(field.getName())) {
                throw new SchemaMismatchException(
                        cannot(base) + "the rows have column '" + field.getName() + "' twice; leave one out");
            }
            fields.add(column);
        }
        for (Field column : columns) {
            if (!column.isNullable() && !seen.contains(column.getName())) {
                throw new SchemaMismatchException(cannot(base) + "the rows have no column '" + column.getName()
                        + "', whose values are never NULL; add it");
            }
        }
        return fields;
    }

    /** Whether values of one field can stand under the other: metadata and nullability do not matter. */
    public static boolean sameType(Field one, Field other) {
        List<Field> left = one.getChildren();
        List<Field> right = other.getChildren();
        if (!one.getType().equals(other.getType()) || left.size() != right.size()) {
            return false;
        }
        boolean named = one.getType() instanceof ArrowType.Struct;
        for (int i = 0; i < left.size(); i++) {
            boolean sameName = left.get(i).getName().equals(right.get(i).getName());
            if ((named && !sameName) || !sameType(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String describe(Field field) {
        return field.getType()
                + (field.getChildren().isEmpty()
                        ? ""
                        : " of "
                                + String.join(
                                        ", ",
                                        field.getChildren().stream()
                                                .map(child -> child.getName() + " " + describe(child))
                                                .toList()));
    }

    private static String cannot(Snapshot base) {
        return "Cannot write to table '" + base.table().name() + "': ";
    }

    private void write(VectorSchemaRoot batch, BitSet chosen) {
        if (chosen.cardinality() == batch.getRowCount()) {
            write(batch);
            return;
        }
        for (int from = chosen.nextSetBit(0); from >= 0; ) {
            int to = chosen.nextClearBit(from);
            try (VectorSchemaRoot run = batch.slice(from, to - from)) {
                write(run);
            }
            from = chosen.nextSetBit(to);
        }
    }

    private void write(VectorSchemaRoot batch) {
        if (batch.getRowCount() == 0) {
            return;
        }
        requireValues(batch);
        if (current != null
                && (current.arrowBytes() >= MAX_FILE_BYTES || current.rows() + batch.getRowCount() > MAX_ROWS)) {
            finishFile();
        }
        if (current == null) {
            current = new DataFileWriter(table, base.fileFormat(), "write to table '" + table.name() + "'");
        }
        current.write(new VectorSchemaRoot(fields, batch.getFieldVectors(), batch.getRowCount()));
        rowsBefore += batch.getRowCount();
    }

    private void requireValues(VectorSchemaRoot batch) {
        for (int i = 0; i < fields.size(); i++) {
            FieldVector vector = batch.getVector(i);
            if (fields.get(i).isNullable() || vector.getNullCount() == 0) {
                continue;
            }
            int row = 0;
            while (!vector.isNull(row)) {
                row++;
            }
            throw new SchemaMismatchException(cannot(base) + "row " + (rowsBefore + row) + " of the input has NULL in "
                    + "column '" + fields.get(i).getName() + "', whose values are never NULL; give it a value");
        }
    }

    private void finishFile() {
        DataFileWriter file = current;
        if (file == null) {
            return;
        }
        long bytes = file.finish(Map.of());
        current = null;
        List<String> columns = fields.stream().map(Field::getName).toList();
        finished.add(new FragmentMetadata(
                0, List.of(DataFiles.of(base, columns, file.fileName(), bytes)), file.rows(), null, null));
    }

    private NewRows finish() {
        finishFile();
        done = true;
        return new NewRows(table, WrittenColumns.of(base, fields), finished);
    }

    /** Removes the files unless all were finished. */
    @Override
    public void close() {
        if (done) {
            return;
        }
        if (current != null) {
            current.close();
        }
        new NewRows(table, WrittenColumns.of(base, fields), finished).discard();
    }
}
