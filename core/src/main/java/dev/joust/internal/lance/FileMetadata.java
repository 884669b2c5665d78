// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.util.Map;
import java.util.Optional;
import org.lance.file.LanceFileReader;

/** Reads what the writer of a data file stored in its schema. */
public final class FileMetadata {
    private FileMetadata() {}

    /**
     * Returns the metadata of a data file, without reading any row.
     *
     * @return empty if the file is not there any more
     */
    public static Optional<Map<String, String>> read(LanceTable table, String fileName) {
        boolean isGone =
                table.paths().map(p -> !p.data(fileName).toFile().exists()).orElse(false);
        if (isGone) {
            return Optional.empty();
        }
        try (LanceFileReader reader = LanceFileReader.open(
                table.uri() + "/data/" + fileName,
                table.store().storageOptions(),
                table.store().allocator())) {
            Map<String, String> metadata = reader.schema().getCustomMetadata();
            return Optional.of(metadata == null ? Map.of() : Map.copyOf(metadata));
        } catch (Exception e) {
            throw LanceErrors.translate("read data file '" + fileName + "' of table '" + table.name() + "'", e);
        }
    }
}
