// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.pin.Fingerprint;
import dev.joust.pin.PinnedSource;
import dev.joust.pin.PinnedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One table of a pin as JSON. */
public final class PinnedTableJson {
    private PinnedTableJson() {}

    /** Puts its keys into an object. */
    public static void write(ObjectNode json, PinnedTable table) {
        json.put("name", table.name())
                .put("version", table.version())
                .put("rows", table.rows())
                .put("fingerprint", table.fingerprint().value());
        table.fingerprint().columns().forEach(json.putArray("columns")::add);
        table.source()
                .ifPresent(source ->
                        json.putObject("source").put("name", source.name()).put("version", source.version()));
    }

    /**
     * Reads what was written.
     *
     * @throws IllegalArgumentException if a key is missing
     */
    public static PinnedTable read(JsonNode json) {
        List<String> columns = new ArrayList<>();
        json.required("columns").forEach(column -> columns.add(column.asText()));
        JsonNode source = json.path("source");
        return new PinnedTable(
                json.required("name").asText(),
                json.required("version").asLong(),
                new Fingerprint(
                        json.required("fingerprint").asText(),
                        json.required("rows").asLong(),
                        columns),
                source.isObject()
                        ? Optional.of(new PinnedSource(
                                source.required("name").asText(),
                                source.required("version").asLong()))
                        : Optional.empty());
    }
}
