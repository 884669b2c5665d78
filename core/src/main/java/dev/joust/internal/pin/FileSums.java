// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.version.RowFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of all tables of a pin as they were, beside its record: {@code <lake>/_joust/pins/<id>.files}.
 *
 * @param tables by the name of the table
 */
record FileSums(Map<String, List<FileSum>> tables) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEX = 16;

    /** Reads all files of a version. */
    static List<FileSum> of(Snapshot version, Runnable heard) {
        List<FileSum> sums = new ArrayList<>();
        Optional<Path> root = version.table().paths().map(TablePaths::root);
        for (Path file : RowFiles.of(version)) {
            try {
                sums.add(FileSum.of(root.orElseThrow(), file, heard));
            } catch (IOException e) {
                throw new StorageException(
                        "Cannot pin table '" + version.table().name() + "': " + StorageException.reason(e)
                                + "; check the disk it is on",
                        e);
            }
        }
        return sums;
    }

    /** The first file of a table that is not as it was, in words. */
    Optional<String> problem(LanceTable table, Runnable heard) {
        Optional<Path> root = table.paths().map(TablePaths::root);
        return root.isEmpty()
                ? Optional.empty()
                : tables.getOrDefault(table.name(), List.of()).stream()
                        .flatMap(sum -> sum.problem(root.get(), heard).stream())
                        .findFirst();
    }

    byte[] json() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            for (Map.Entry<String, List<FileSum>> table : tables.entrySet()) {
                json.writeArrayFieldStart(table.getKey());
                for (FileSum sum : table.getValue()) {
                    json.writeStartObject();
                    json.writeStringField("path", sum.path());
                    json.writeNumberField("bytes", sum.bytes());
                    json.writeStringField("crc32c", Integer.toHexString(sum.crc()));
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** Reads what was written; none where that cannot be read, as it only helps. */
    static FileSums read(byte[] content) {
        Map<String, List<FileSum>> tables = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, JsonNode> table : JSON.readTree(content).properties()) {
                List<FileSum> sums = new ArrayList<>();
                for (JsonNode sum : table.getValue()) {
                    sums.add(new FileSum(
                            sum.required("path").asText(),
                            sum.required("bytes").asLong(),
                            Integer.parseUnsignedInt(sum.required("crc32c").asText(), HEX)));
                }
                tables.put(table.getKey(), sums);
            }
            return new FileSums(tables);
        } catch (IOException | IllegalArgumentException e) {
            return new FileSums(Map.of());
        }
    }
}
