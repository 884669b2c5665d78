// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.files;

import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Writes some columns of one fragment into a file of their own, batch by batch in physical row order.
 *
 * <p>Lance does not check the length of such a file, and a wrong one breaks or shifts the whole column: {@link #finish}
 * does. A writer that is closed before it finished leaves nothing that any version sees.
 *
 * <p>Threads: belongs to one thread.
 */
public final class ColumnFileWriter implements AutoCloseable {
    private final FragmentFacts fragment;
    private final List<String> columns;
    private final List<Integer> fieldIds;
    private final DataFileWriter file;
    private List<Field> types;

    private ColumnFileWriter(FragmentFacts fragment, List<Field> types, List<Integer> fieldIds, DataFileWriter file) {
        this.fragment = fragment;
        this.columns = types.stream().map(Field::getName).toList();
        this.fieldIds = List.copyOf(fieldIds);
        this.types = types;
        this.file = file;
    }

    /** Starts the file of these columns, which the table has already, for one fragment. */
    public static ColumnFileWriter open(Snapshot snapshot, FragmentFacts fragment, List<String> columns) {
        List<Field> types = snapshot.schema().getFields().stream()
                .filter(field -> columns.contains(field.getName()))
                .sorted(Comparator.comparing(field -> columns.indexOf(field.getName())))
                .toList();
        List<Integer> fieldIds = columns.stream()
                .flatMap(column -> snapshot.fieldIds(column).stream())
                .toList();
        return open(snapshot, fragment, types, fieldIds);
    }

    /**
     * Starts the file of columns that the table gets with the commit that shows it.
     *
     * @param fieldIds the ids that they will have, nested ones included
     */
    public static ColumnFileWriter open(
            Snapshot snapshot, FragmentFacts fragment, List<Field> columns, List<Integer> fieldIds) {
        String what = "write columns " + columns.stream().map(Field::getName).toList() + " of table '"
                + snapshot.table().name() + "'";
        return new ColumnFileWriter(
                fragment, columns, fieldIds, new DataFileWriter(snapshot.table(), snapshot.fileFormat(), what));
    }

    /** The name that the file will have below the table's data folder. */
    public String fileName() {
        return file.fileName();
    }

    /** Rows written so far. */
    public long rows() {
        return file.rows();
    }

    /** Writes the next rows; the batch holds exactly the columns of this file, in its order. */
    public void write(VectorSchemaRoot batch) {
        types = batch.getSchema().getFields();
        file.write(batch);
    }

    /**
     * Completes and syncs the file.
     *
     * @param metadata stored in the file's own schema: its stamp
     * @param inputs the files behind the inputs when the rows were read
     * @throws IllegalStateException if it does not have exactly the fragment's physical rows
     */
    public ColumnFile finish(Map<String, String> metadata, List<String> inputs, List<Integer> inputFieldIds) {
        ColumnFile finished = finishUnsynced(metadata, inputs, inputFieldIds);
        file.sync();
        return finished;
    }

    /**
     * Completes the file, which whoever commits it syncs before; otherwise as {@link #finish}.
     *
     * @throws IllegalStateException if it does not have exactly the fragment's physical rows
     */
    public ColumnFile finishUnsynced(Map<String, String> metadata, List<String> inputs, List<Integer> inputFieldIds) {
        if (file.rows() != fragment.physicalRows()) {
            throw new IllegalStateException("A column file of fragment " + fragment.id() + " needs "
                    + fragment.physicalRows() + " rows but has " + file.rows());
        }
        long bytes = file.finishUnsynced(metadata);
        file.remember(new FileMetadata(types.stream().map(Field::getName).toList(), metadata));
        return new ColumnFile(
                fragment.id(),
                file.rows(),
                file.fileName(),
                bytes,
                columns,
                fieldIds,
                ColumnFile.schema(types),
                inputs,
                inputFieldIds);
    }

    /** Removes the file unless it is finished. */
    @Override
    public void close() {
        file.close();
    }
}
