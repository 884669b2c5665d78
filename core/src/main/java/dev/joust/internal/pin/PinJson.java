// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.pin.Fingerprint;
import dev.joust.pin.Pin;
import dev.joust.pin.PinnedTable;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pin as JSON, as it lies in the lake; keys that are not known are ignored. */
final class PinJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT_VERSION = 1;

    private PinJson() {}

    static byte[] write(StoredPin stored) {
        Pin pin = stored.pin();
        ObjectNode json = JSON.createObjectNode()
                .put("format-version", FORMAT_VERSION)
                .put("name", pin.name())
                .put("id", stored.id())
                .put("created", pin.created().toString())
                .put("fingerprint-algorithm", Fingerprint.ALGORITHM);
        ArrayNode tables = json.putArray("tables");
        pin.tables().forEach(table -> PinnedTableJson.write(tables.addObject(), table));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a pin cannot be written as JSON", e);
        }
    }

    /** Reads what was written; empty if that is damaged, or of a later format. */
    static Optional<StoredPin> read(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json.path("format-version").asInt() != FORMAT_VERSION
                    || !json.path("fingerprint-algorithm").asText().equals(Fingerprint.ALGORITHM)) {
                return Optional.empty();
            }
            List<PinnedTable> tables = new ArrayList<>();
            for (JsonNode table : json.required("tables")) {
                tables.add(PinnedTableJson.read(table));
            }
            Pin pin = new Pin(
                    json.required("name").asText(),
                    Instant.parse(json.required("created").asText()),
                    tables);
            return Optional.of(new StoredPin(json.required("id").asText(), pin));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
