// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.files;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.disk.OwnedName;
import dev.joust.internal.lance.guard.LanceErrors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.lance.file.LanceFileWriter;

/**
 * Writes one file of a table's data folder under a name of its own, so that a file that is not needed after all can be
 * removed. On a local disk it is written beside the data folder and moved when it is complete, since Lance gives
 * unfinished files names that say nothing of who writes them.
 *
 * <p>Threads: belongs to one thread.
 */
final class DataFileWriter implements AutoCloseable {
    private final LanceTable table;
    private final String what;
    private final String fileName;
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
        this.fileName = OwnedName.next(table.store().owner());
        try {
            this.writer = LanceFileWriter.open(
                    table.paths().isPresent() ? staged().toString() : table.uri() + "/data/" + fileName,
                    table.store().allocator(),
                    null,
                    Optional.of(format),
                    table.store().storageOptions());
        } catch (Exception e) {
            throw LanceErrors.translate(what, e);
        }
    }

    private Path staged() {
        return table.staging().resolve(fileName);
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
            if (table.paths().isPresent()) {
                Path file = table.paths().orElseThrow().data(fileName);
                Files.createDirectories(file.resolveSibling(""));
                Files.move(staged(), file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (Exception e) {
            throw LanceErrors.translate(what, e);
        }
        removeFoldersOfDropped();
        closed = true;
        return table.paths().map(p -> p.data(fileName).toFile().length()).orElse(0L);
    }

    /** Spares the readers of this process a look into the finished file. */
    void remember(FileMetadata metadata) {
        table.remember(fileName, metadata);
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
            if (table.paths().isPresent()) {
                staged().toFile().delete();
            }
            removeFoldersOfDropped();
            table.removeData(fileName);
        }
    }

    /** If the table was dropped, its folders were made anew, and are removed if they are empty. */
    private void removeFoldersOfDropped() {
        table.paths().filter(paths -> !paths.versions().toFile().exists()).ifPresent(paths -> {
            table.staging().toFile().delete();
            paths.staging().toFile().delete();
            paths.joust().toFile().delete();
        });
    }
}
