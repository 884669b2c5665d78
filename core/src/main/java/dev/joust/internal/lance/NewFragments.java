// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.WriteParams;
import org.lance.fragment.DataFile;
import org.lance.schema.LanceField;

/**
 * Writes rows as new fragments that no version shows yet.
 *
 * <p>The rows may have fewer columns than the table: the rest reads NULL, without a byte written for it. Lance refuses
 * that for fragments, so they are written as if for a new table, and their field ids are then mapped to the table's.
 */
final class NewFragments {
    /** A fragment's file holds about this many bytes at most, so that a column of it fits a task. */
    static final long MAX_FILE_BYTES = 1L << 30;

    private NewFragments() {}

    /**
     * Writes all batches of a reader, which is closed, and syncs the files.
     *
     * @param table of which the rows become a part when the fragments are committed
     * @param rows its schema is a subset of the table's columns, with the table's field definitions
     */
    static List<FragmentMetadata> write(Snapshot table, ArrowReader rows) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        LanceTable target = table.table();
        try (ArrowReader observed = new ObservedReader(target.store().allocator(), rows, failure);
                ArrowArrayStream stream =
                        ArrowArrayStream.allocateNew(target.store().allocator())) {
            List<Integer> tableIds = fieldIds(table, observed);
            Data.exportArrayStream(target.store().allocator(), observed, stream);
            List<FragmentMetadata> written = Fragment.write()
                    .datasetUri(target.uri())
                    .allocator(target.store().allocator())
                    .data(stream)
                    .mode(WriteParams.WriteMode.OVERWRITE)
                    .dataStorageVersion(table.fileFormat())
                    .maxBytesPerFile(MAX_FILE_BYTES)
                    .storageOptions(target.store().storageOptions())
                    .execute();
            List<FragmentMetadata> mapped =
                    written.stream().map(f -> withFieldIds(f, tableIds)).toList();
            target.syncData(mapped.stream()
                    .flatMap(f -> f.getFiles().stream())
                    .map(DataFile::getPath)
                    .toList());
            return mapped;
        } catch (RuntimeException | IOException e) {
            Throwable cause = failure.get();
            if (cause instanceof RuntimeException own) {
                throw own;
            }
            throw LanceErrors.translate("write to table '" + target.name() + "'", cause == null ? e : cause);
        }
    }

    /** The table's field ids of the reader's columns in pre-order: position = the id that a new table would give. */
    private static List<Integer> fieldIds(Snapshot table, ArrowReader rows) throws IOException {
        List<Integer> ids = new ArrayList<>();
        rows.getVectorSchemaRoot().getSchema().getFields().forEach(column -> {
            LanceField field = table.field(column.getName()).orElseThrow();
            Snapshot.collect(field, ids);
        });
        return ids;
    }

    private static FragmentMetadata withFieldIds(FragmentMetadata fragment, List<Integer> tableIds) {
        List<DataFile> files = new ArrayList<>();
        for (DataFile file : fragment.getFiles()) {
            int[] fields = file.getFields().clone();
            for (int i = 0; i < fields.length; i++) {
                fields[i] = tableIds.get(fields[i]);
            }
            files.add(DataFiles.withFields(file, fields));
        }
        return new FragmentMetadata(
                fragment.getId(),
                files,
                fragment.getPhysicalRows(),
                fragment.getDeletionFile(),
                fragment.getRowIdMeta());
    }
}
