// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Sidecars;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.version.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Up to which version of its source a view has come. It is stored with the transaction that brought it there, so that
 * rows and state cannot disagree.
 *
 * @param sourceVersion the source's version
 * @param sourceTime when that version was committed, to tell a re-created source
 */
record ViewState(long sourceVersion, Instant sourceTime) {
    /** The properties of a refresh's transaction. */
    static final String VERSION = "joust.source.version";

    private static final String TIME = "joust.source.time";

    private static final String SAME = "view/same-rows";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The state of a version of the view; empty if it was never refreshed, or if that cannot be known. */
    static Optional<ViewState> of(Snapshot view) {
        return committed(view.table(), view)
                .map(state -> seen(view.table(), state).orElse(state));
    }

    /** The same as its last commit of rows has it, whatever was noted since. */
    static Optional<ViewState> committed(LanceTable table, Snapshot view) {
        return History.newest(view, properties -> properties.containsKey(VERSION))
                .map(entry -> new ViewState(
                        Long.parseLong(entry.properties().getOrDefault(VERSION, "0")),
                        Instant.parse(entry.properties().getOrDefault(TIME, Instant.EPOCH.toString()))));
    }

    /** Where a view that has come to one state has the rows that it would have in this one, too. */
    private static Optional<ViewState> seen(LanceTable view, ViewState committed) {
        try {
            Optional<byte[]> note = Sidecars.read(view, SAME);
            if (note.isEmpty()) {
                return Optional.empty();
            }
            JsonNode json = JSON.readTree(note.get());
            return of(json.path("from")).equals(committed) ? Optional.of(of(json.path("to"))) : Optional.empty();
        } catch (IOException | DateTimeException e) {
            // Without the note the next refresh compares from the older version.
            return Optional.empty();
        }
    }

    private static ViewState of(JsonNode json) {
        return new ViewState(
                json.path("version").asLong(), Instant.parse(json.path("time").asText()));
    }

    /**
     * Notes that a view that has come to this state has the rows that it would have in another one, without a new
     * version of it.
     */
    void noteSameRows(LanceTable view, ViewState now) {
        ObjectNode json = JSON.createObjectNode();
        write(json.putObject("from"));
        now.write(json.putObject("to"));
        Sidecars.write(view, SAME, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void write(ObjectNode json) {
        json.put("version", sourceVersion).put("time", sourceTime.toString());
    }

    Map<String, String> properties() {
        return Map.of(VERSION, Long.toString(sourceVersion), TIME, sourceTime.toString());
    }
}
