// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.internal.lance.disk.OwnedName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The note of a pin that is being made or dropped: which tables may bear its tags.
 *
 * @param file named by the number of the attempt and the process that is at it
 * @param id the number of the attempt that made the tags
 * @param tables the names of the tables; none if the process died while it wrote the note, before any tag
 */
record PinNote(Path file, String id, String pin, List<String> tables) {
    private static final ObjectMapper JSON = new ObjectMapper();

    PinNote {
        tables = List.copyOf(tables);
    }

    static String fileName(String id, String ending) {
        return id + "-" + OwnedName.thisProcess() + ending;
    }

    static byte[] content(String pin, List<String> tables) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("name", pin);
        ArrayNode names = json.putArray("tables");
        tables.forEach(table -> names.addObject().put("name", table));
        return JSON.writeValueAsBytes(json);
    }

    /** Reads a note, or the record of a pin that became one: its own number counts, not that of the file. */
    static PinNote read(Path file, byte[] content) {
        String id = Optional.ofNullable(file.getFileName())
                .map(Path::toString)
                .orElse("")
                .split("-", 2)[0];
        List<String> tables = new ArrayList<>();
        try {
            JsonNode json = JSON.readTree(content);
            json.path("tables").forEach(table -> tables.add(table.path("name").asText()));
            String own = json.path("id").asText();
            return new PinNote(
                    file, PinTag.isId(own) ? own : id, json.path("name").asText(), tables);
        } catch (IOException e) {
            return new PinNote(file, id, "", List.of());
        }
    }

    PinTag tag() {
        return new PinTag(id, pin);
    }
}
