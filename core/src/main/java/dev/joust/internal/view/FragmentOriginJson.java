// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.DataFileFacts;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.view.FragmentOrigin.Move;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The note about a fragment that a compaction wrote. */
final class FragmentOriginJson {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private FragmentOriginJson() {}

    static byte[] write(Move move) {
        ObjectNode json = JSON.createObjectNode().put("format-version", FORMAT);
        write(json, move);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(ObjectNode json, Move move) {
        json.put("file", move.file());
        ArrayNode origins = json.putArray("origins");
        for (FragmentOrigin origin : move.origins()) {
            FragmentFacts fragment = origin.fragment();
            ObjectNode one = origins.addObject()
                    .put("fragment", fragment.id())
                    .put("physical-rows", fragment.physicalRows())
                    .put("rows", fragment.liveRows())
                    .put("deletion", origin.deletion());
            ArrayNode files = one.putArray("files");
            for (DataFileFacts file : fragment.files()) {
                ArrayNode fields = files.addObject().put("name", file.name()).putArray("fields");
                file.fieldIds().forEach(fields::add);
            }
            origin.move().ifPresent(earlier -> write(one.putObject("move"), earlier));
        }
    }

    /** Reads what {@link #write} wrote; the name of the file is for messages. */
    static Move read(String file, byte[] note) {
        try {
            JsonNode json = JSON.readTree(note);
            if (json.path("format-version").asInt() != FORMAT) {
                throw new StorageException("Cannot read what data file '" + file + "' replaced: the note is in format "
                        + json.path("format-version") + ", this version reads format " + FORMAT
                        + "; use a newer Joust");
            }
            return move(json);
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read what data file '" + file + "' replaced: the note is damaged ("
                            + StorageException.reason(e)
                            + "); remove it from _joust/origins, and views read the fragment again",
                    e);
        }
    }

    private static Move move(JsonNode json) {
        List<FragmentOrigin> origins = new ArrayList<>();
        for (JsonNode origin : json.path("origins")) {
            List<DataFileFacts> files = new ArrayList<>();
            for (JsonNode file : origin.path("files")) {
                List<Integer> fields = new ArrayList<>();
                file.path("fields").forEach(field -> fields.add(field.asInt()));
                files.add(new DataFileFacts(file.path("name").asText(), fields));
            }
            FragmentFacts fragment = new FragmentFacts(
                    origin.path("fragment").asInt(),
                    origin.path("physical-rows").asLong(),
                    origin.path("rows").asLong(),
                    files);
            origins.add(new FragmentOrigin(
                    fragment,
                    origin.path("deletion").asText(),
                    origin.has("move") ? Optional.of(move(origin.path("move"))) : Optional.empty()));
        }
        return new Move(json.path("file").asText(), origins);
    }
}
