// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.lance.file.LanceFileWriter;

/**
 * Writes some columns of one fragment into a file of their own, batch by batch in physical row order.
 *
 * <p>Lance does not check the length of such a file, and a wrong one breaks or shifts the whole column: {@link #finish}
 * does. A writer that is closed before it finished leaves nothing that any version sees.
 *
 * <p>Threads: belongs to one thread.
 */
public final class ColumnFileWriter implements AutoCloseable {
    private final LanceTable table;
    private final FragmentFacts fragment;
    private final List<String> columns;
    private final String fileName;
    private final LanceFileWriter writer;
    private long rows;
    private boolean closed;

    private ColumnFileWriter(LanceTable table, FragmentFacts fragment, List<String> columns, String format) {
        this.table = table;
        this.fragment = fragment;
        this.columns = List.copyOf(columns);
        this.fileName = UUID.randomUUID() + ".lance";
        try {
            this.writer = LanceFileWriter.open(
                    table.uri() + "/data/" + fileName,
                    table.store().allocator(),
                    null,
                    Optional.of(format),
                    table.store().storageOptions());
        } catch (Exception e) {
            throw LanceErrors.translate(what(), e);
        }
    }

    /** Starts the file of these columns, which the table has already, for one fragment. */
    public static ColumnFileWriter open(Snapshot snapshot, FragmentFacts fragment, List<String> columns) {
        return new ColumnFileWriter(snapshot.table(), fragment, columns, snapshot.fileFormat());
    }

    /** The name that the file will have below the table's data folder. */
    public String fileName() {
        return fileName;
    }

    /** Rows written so far. */
    public long rows() {
        return rows;
    }

    /** Writes the next rows; the batch holds exactly the columns of this file, in its order. */
    public void write(VectorSchemaRoot batch) {
        try {
            writer.write(batch);
            rows += batch.getRowCount();
        } catch (Exception e) {
            throw LanceErrors.translate(what(), e);
        }
    }

    /**
     * Completes and syncs the file.
     *
     * @param metadata stored in the file's own schema: its stamp
     * @param inputs the files behind the inputs when the rows were read
     * @throws IllegalStateException if it does not have exactly the fragment's physical rows
     */
    public ColumnFile finish(Map<String, String> metadata, List<String> inputs, List<Integer> inputFieldIds) {
        if (rows != fragment.physicalRows()) {
            throw new IllegalStateException("A column file of fragment " + fragment.id() + " needs "
                    + fragment.physicalRows() + " rows but has " + rows);
        }
        try {
            writer.addSchemaMetadata(metadata);
            closed = true;
            writer.close();
        } catch (Exception e) {
            throw LanceErrors.translate(what(), e);
        }
        table.syncData(List.of(fileName));
        long bytes = table.paths().map(p -> p.data(fileName).toFile().length()).orElse(0L);
        return new ColumnFile(fragment.id(), rows, fileName, bytes, columns, inputs, inputFieldIds);
    }

    private String what() {
        return "write columns " + columns + " of table '" + table.name() + "'";
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            writer.close();
        } catch (Exception e) {
            throw LanceErrors.translate(what(), e);
        } finally {
            table.paths().ifPresent(p -> p.data(fileName).toFile().delete());
        }
    }
}
