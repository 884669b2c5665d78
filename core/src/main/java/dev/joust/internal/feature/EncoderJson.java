// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.encoder.EncoderIdentity;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the model that made a column of vectors stands in the column's metadata: a JSON object, no path and no code. */
public final class EncoderJson {
    /** The key in the metadata of the column. */
    static final String KEY = "joust.encoder";

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private EncoderJson() {}

    /**
     * Puts an encoder into new metadata; where there is none any more, an empty text takes the place of the old one.
     */
    static void replace(Map<String, String> before, Optional<EncoderIdentity> encoder, Map<String, String> metadata) {
        if (encoder.isPresent()) {
            metadata.put(KEY, write(encoder.get()));
        } else if (before.containsKey(KEY)) {
            metadata.put(KEY, "");
        }
    }

    private static String write(EncoderIdentity encoder) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format-version", FORMAT);
        json.put("name", encoder.name());
        json.put("dimension", encoder.dimension());
        encoder.models().forEach(json.putObject("models")::put);
        return json.toString();
    }

    /**
     * The encoder that a column's metadata names.
     *
     * @throws InvalidRequestException if what stands there cannot be read
     */
    public static Optional<EncoderIdentity> read(String column, Map<String, String> metadata) {
        String text = metadata.getOrDefault(KEY, "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(text);
            int format = json.path("format-version").asInt();
            if (format != FORMAT) {
                throw new InvalidRequestException("Cannot read the encoder of column '" + column
                        + "': it was recorded in format " + format + ", this version reads format " + FORMAT
                        + "; use a newer Joust");
            }
            SortedMap<String, String> models = new TreeMap<>();
            json.path("models")
                    .properties()
                    .forEach(
                            model -> models.put(model.getKey(), model.getValue().asText()));
            return Optional.of(new EncoderIdentity(
                    json.path("name").asText(), json.path("dimension").asInt(), models));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new InvalidRequestException(
                    "Cannot read the encoder of column '" + column + "': its metadata '" + KEY + "' is damaged ("
                            + StorageException.reason(e)
                            + "); point the feature at its function again with 'features alter'",
                    e);
        }
    }
}
