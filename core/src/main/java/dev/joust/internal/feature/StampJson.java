// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.error.StorageException;
import dev.joust.feature.RowSet;
import dev.joust.feature.SourceVersion;
import dev.joust.feature.Stamp;
import dev.joust.internal.change.RowRuns;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The stamps of one data file as JSON text: for each stamped field, by its id in the table, a list of stamps. */
public final class StampJson {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private StampJson() {}

    /** Writes them. */
    public static String write(Map<Integer, List<Stamp>> stamps) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format-version", FORMAT);
        ObjectNode fields = json.putObject("fields");
        new TreeMap<>(stamps).forEach((field, list) -> {
            ArrayNode array = fields.putArray(Integer.toString(field));
            list.forEach(stamp -> write(array.addObject(), stamp));
        });
        return json.toString();
    }

    private static void write(ObjectNode json, Stamp stamp) {
        json.put("udf", stamp.udf());
        json.put("udf-version", stamp.udfVersion());
        json.put("udf-hash", stamp.udfHash());
        ObjectNode inputs = json.putObject("inputs");
        stamp.inputs().forEach((column, files) -> files.forEach(inputs.putArray(column)::add));
        json.put("job", stamp.job());
        json.put("time", stamp.time().toString());
        json.put("computed", RowRuns.write(stamp.computed().toBitSet()));
        json.put("nulls", RowRuns.write(stamp.nulls().toBitSet()));
        json.put("failed", RowRuns.write(stamp.failed().toBitSet()));
        stamp.source()
                .ifPresent(source -> json.putObject("source")
                        .put("table", source.table())
                        .put("version", source.version())
                        .put("signature", source.signature()));
    }

    /** Reads what {@link #write} wrote; the name of the file is for messages. */
    public static Map<Integer, List<Stamp>> read(String file, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            int format = json.path("format-version").asInt();
            if (format != FORMAT) {
                throw new StorageException("Cannot read the stamps of data file '" + file + "': they are in format "
                        + format + ", this version reads format " + FORMAT + "; use a newer Joust");
            }
            Map<Integer, List<Stamp>> stamps = new TreeMap<>();
            json.path("fields").properties().forEach(field -> {
                List<Stamp> list = new ArrayList<>();
                field.getValue().forEach(stamp -> list.add(stamp(stamp)));
                stamps.put(Integer.valueOf(field.getKey()), list);
            });
            return stamps;
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
            throw new StorageException(
                    "Cannot read the stamps of data file '" + file + "': they are damaged ("
                            + StorageException.reason(e) + "); compute the column again",
                    e);
        }
    }

    private static Stamp stamp(JsonNode json) {
        TreeMap<String, List<String>> inputs = new TreeMap<>();
        json.path("inputs").properties().forEach(entry -> {
            List<String> files = new ArrayList<>();
            entry.getValue().forEach(file -> files.add(file.asText()));
            inputs.put(entry.getKey(), files);
        });
        Stamp stamp = new Stamp(
                json.path("udf").asText(),
                json.path("udf-version").asInt(),
                json.path("udf-hash").asText(),
                inputs,
                json.path("job").asText(),
                Instant.parse(json.path("time").asText()),
                RowSet.of(RowRuns.read(json.path("computed").asText())),
                RowSet.of(RowRuns.read(json.path("nulls").asText())),
                RowSet.of(RowRuns.read(json.path("failed").asText())));
        JsonNode source = json.path("source");
        return source.isMissingNode()
                ? stamp
                : stamp.withSource(new SourceVersion(
                        source.path("table").asText(),
                        source.path("version").asLong(),
                        source.path("signature").asText()));
    }
}
