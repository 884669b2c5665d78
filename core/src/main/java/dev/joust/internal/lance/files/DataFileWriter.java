// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.files;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.guard.LanceErrors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.lance.file.LanceFileWriter;

/**
 * Writes one file of a table's data folder under a name of its own, so that a file that is not needed after all can be
 * removed.
 *
 * <p>Threads: belongs to one thread.
 */
final class DataFileWriter implements AutoCloseable {
    private final LanceTable table;
    private final String what;
    private final String fileName = UUID.randomUUID() + ".lance";
    private final LanceFileWriter writer;
    private long rows;
    private long arrowBytes;
    private boolean closed;

    /**
     * Starts a file.
     *
     * @param format the file format, such as {@code 2.1}
     * @param what what is written, for error messages: {@code "write to table 'frames'"}
     */
    DataFileWriter(LanceTable table, String format, String what) {
        this.table = table;
        this.what = what;
        try {
            this.writer = LanceFileWriter.open(
                    table.uri() + "/data/" + fileName,
                    table.store().allocator(),
                    null,
                    Optional.of(format),
                    table.store().storageOptions());
        } catch (Exception e) {
            throw LanceErrors.translate(what, e);
        }
    }

    String fileName() {
        return fileName;
    }

    long rows() {
        return rows;
    }

    /** The bytes of the batches that were written, before encoding. */
    long arrowBytes() {
        return arrowBytes;
    }

    void write(VectorSchemaRoot batch) {
        try {
            writer.write(batch);
        } catch (Exception e) {
            throw LanceErrors.translate(what, e);
        }
        rows += batch.getRowCount();
        for (FieldVector vector : batch.getFieldVectors()) {
            arrowBytes += vector.getBufferSize();
        }
    }

    /** Completes and syncs the file; returns its bytes, or zero where they are not known. */
    long finish(Map<String, String> metadata) {
        long bytes = finishUnsynced(metadata);
        sync();
        return bytes;
    }

    /** Syncs the finished file. */
    void sync() {
        table.syncDataFiles(List.of(fileName));
    }

    /** Completes the file, which whoever commits it syncs before. */
    long finishUnsynced(Map<String, String> metadata) {
        try {
            if (!metadata.isEmpty()) {
                writer.addSchemaMetadata(metadata);
            }
            writer.close();
        } catch (Exception e) {
            throw LanceErrors.translate(what, e);
        }
        closed = true;
        return table.paths().map(p -> p.data(fileName).toFile().length()).orElse(0L);
    }

    /** Removes the file unless it is finished. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            writer.close();
        } catch (Exception e) {
            // What made the file useless has been thrown before; the disk may not take its end either.
            return;
        } finally {
            table.removeData(fileName);
        }
    }
}
