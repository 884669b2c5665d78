// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.files;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.guard.LanceErrors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.file.LanceFileReader;

/**
 * What the writer of a data file stored in it besides the rows.
 *
 * @param columns the names of the columns that it was written with, under which they may not be current any more
 * @param metadata the metadata of its schema
 */
public record FileMetadata(List<String> columns, Map<String, String> metadata) {
    /** Copies the collections. */
    public FileMetadata {
        columns = List.copyOf(columns);
        metadata = Map.copyOf(metadata);
    }

    /**
     * Reads it from a data file, without reading any row.
     *
     * @return empty if the file is not there any more
     */
    public static Optional<FileMetadata> read(LanceTable table, String fileName) {
        boolean isGone = !table.hasData(fileName);
        if (isGone) {
            return Optional.empty();
        }
        return Optional.of(table.remembered(FileMetadata.class, fileName, () -> readFile(table, fileName)));
    }

    private static FileMetadata readFile(LanceTable table, String fileName) {
        try {
            LanceFileReader reader = LanceFileReader.open(
                    table.dataUri(fileName),
                    table.store().storageOptions(),
                    table.store().allocator());
            try {
                return of(reader.schema());
            } finally {
                reader.close();
            }
        } catch (Exception e) {
            throw LanceErrors.translate("read data file '" + fileName + "' of table '" + table.name() + "'", e);
        }
    }

    private static FileMetadata of(Schema schema) {
        Map<String, String> metadata = schema.getCustomMetadata();
        return new FileMetadata(
                schema.getFields().stream().map(Field::getName).toList(), metadata == null ? Map.of() : metadata);
    }
}
