// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.checkpoint.Checkpoint;
import dev.joust.checkpoint.TrainingOrder;
import dev.joust.error.JoustException;
import dev.joust.internal.permutation.PermutationJson;
import dev.joust.internal.pin.PinnedTableJson;
import dev.joust.pin.Fingerprint;
import dev.joust.pin.PinnedTable;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A checkpoint as JSON, as it lies in the lake; keys that are not known are ignored. */
public final class CheckpointJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT_VERSION = 1;

    private CheckpointJson() {}

    /** All that there is to know of a checkpoint. */
    public static ObjectNode write(Checkpoint checkpoint) {
        ObjectNode json = JSON.createObjectNode()
                .put("format_version", FORMAT_VERSION)
                .put("id", checkpoint.id())
                .put("created", checkpoint.created().toString())
                .put("model_sha256", checkpoint.modelSha256())
                .put("fingerprint_algorithm", Fingerprint.ALGORITHM);
        ArrayNode views = json.putArray("views");
        checkpoint.views().forEach(view -> PinnedTableJson.write(views.addObject(), view));
        write(json, checkpoint.order());
        checkpoint.seed().ifPresent(seed -> json.put("seed", seed));
        checkpoint.step().ifPresent(step -> json.put("step", step));
        checkpoint.metrics().forEach(json.putObject("metrics")::put);
        checkpoint.code().ifPresent(code -> json.put("code", code));
        checkpoint.libraries().forEach(json.putObject("libraries")::put);
        return json;
    }

    private static void write(ObjectNode json, TrainingOrder order) {
        order.permutation().ifPresent(part -> {
            json.put("permutation", part.name());
            part.split().ifPresent(split -> json.put("split", split));
            json.set("permutation_definition", tree(PermutationJson.write(part.definition())));
        });
        order.shuffle().ifPresent(seed -> json.put("shuffle_seed", seed));
        json.put("order_hash", order.hash());
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a permutation was not written as JSON", e);
        }
    }

    static byte[] bytes(Checkpoint checkpoint) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(write(checkpoint));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a checkpoint cannot be written as JSON", e);
        }
    }

    /** Reads what was written; empty if that is damaged, or of a later format. */
    static Optional<Checkpoint> read(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json.path("format_version").asInt() != FORMAT_VERSION
                    || !json.path("fingerprint_algorithm").asText().equals(Fingerprint.ALGORITHM)) {
                return Optional.empty();
            }
            List<PinnedTable> views = new ArrayList<>();
            json.required("views").forEach(view -> views.add(PinnedTableJson.read(view)));
            return Optional.of(new Checkpoint(
                    json.required("id").asText(),
                    Instant.parse(json.required("created").asText()),
                    json.required("model_sha256").asText(),
                    views,
                    order(json),
                    number(json, "seed"),
                    number(json, "step"),
                    metrics(json.required("metrics")),
                    text(json, "code"),
                    texts(json.required("libraries"))));
        } catch (IOException | IllegalArgumentException | DateTimeException | JoustException e) {
            return Optional.empty();
        }
    }

    private static TrainingOrder order(JsonNode json) {
        Optional<TrainingOrder.Part> part = text(json, "permutation")
                .map(name -> new TrainingOrder.Part(
                        name,
                        PermutationJson.read(
                                name, json.required("permutation_definition").toString()),
                        text(json, "split")));
        return new TrainingOrder(
                part, number(json, "shuffle_seed"), json.required("order_hash").asText());
    }

    private static Map<String, Double> metrics(JsonNode json) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        json.properties()
                .forEach(
                        metric -> metrics.put(metric.getKey(), metric.getValue().asDouble()));
        return metrics;
    }

    private static Map<String, String> texts(JsonNode json) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.properties()
                .forEach(text -> texts.put(text.getKey(), text.getValue().asText()));
        return texts;
    }

    private static Optional<String> text(JsonNode json, String key) {
        return Optional.ofNullable(json.get(key)).map(JsonNode::asText);
    }

    private static OptionalLong number(JsonNode json, String key) {
        return json.has(key) ? OptionalLong.of(json.get(key).asLong()) : OptionalLong.empty();
    }
}
