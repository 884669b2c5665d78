// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.feature.FeatureIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the function of a feature stands in the metadata of its columns.
 *
 * <p>Each column of a feature has the keys {@code virtual_column*}, which other tools know, and {@value #KEY}, a JSON
 * object that names the function and the column's position in the group. There is never code in it.
 */
final class RegistrationJson {
    /** Marks a column that a feature fills. */
    static final String VIRTUAL = "virtual_column";

    /** The key of our own. */
    static final String KEY = "joust.feature";

    /** Tells other tools that it is not one of their functions. */
    private static final String BACKEND = "joust";

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private RegistrationJson() {}

    /**
     * What one column records.
     *
     * @param feature the name that the feature was added under; the same for all columns of its group
     * @param output the column's position in the group
     */
    record Entry(String feature, int output, FeatureIdentity identity, boolean acceptsNull) {}

    static Map<String, String> write(Entry entry) {
        FeatureIdentity identity = entry.identity();
        ObjectNode json = JSON.createObjectNode();
        json.put("format-version", FORMAT);
        json.put("feature", entry.feature());
        json.put("output", entry.output());
        json.put("udf", identity.udf());
        json.put("version", identity.version());
        identity.parameters().forEach(json.putObject("parameters")::put);
        identity.models().forEach(json.putObject("models")::put);
        if (!identity.places().isEmpty()) {
            identity.places().forEach(json.putObject("places")::put);
        }
        ArrayNode inputs = json.putArray("inputs");
        identity.inputs().forEach(inputs::add);
        json.put("accepts-null", entry.acceptsNull());
        json.put("hash", identity.hash());
        json.put("class-hash", identity.classHash());
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(VIRTUAL, "true");
        metadata.put("virtual_column.udf_name", identity.udf());
        metadata.put("virtual_column.udf_inputs", inputs.toString());
        metadata.put("virtual_column.udf_backend", BACKEND);
        metadata.put("virtual_column.udf_version", Integer.toString(identity.version()));
        metadata.put(KEY, json.toString());
        return metadata;
    }

    static Entry read(String column, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            int format = json.path("format-version").asInt();
            if (format != FORMAT) {
                throw new InvalidRequestException("Cannot read feature '" + column + "': it was recorded in format "
                        + format + ", this version reads format " + FORMAT + "; use a newer Joust");
            }
            List<String> inputs = new ArrayList<>();
            json.path("inputs").forEach(input -> inputs.add(input.asText()));
            FeatureIdentity identity = new FeatureIdentity(
                    json.path("udf").asText(),
                    json.path("version").asInt(),
                    map(json.path("parameters")),
                    map(json.path("models")),
                    inputs,
                    json.path("class-hash").asText(""),
                    map(json.path("places")));
            return new Entry(
                    json.path("feature").asText(),
                    json.path("output").asInt(),
                    identity,
                    json.path("accepts-null").asBoolean());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new InvalidRequestException(
                    "Cannot read feature '" + column + "': its metadata '" + KEY + "' is damaged ("
                            + StorageException.reason(e) + "); drop the column, or restore a version before the damage",
                    e);
        }
    }

    private static SortedMap<String, String> map(JsonNode json) {
        TreeMap<String, String> map = new TreeMap<>();
        json.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }
}
