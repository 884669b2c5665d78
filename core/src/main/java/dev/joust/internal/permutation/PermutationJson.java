// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.permutation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.permutation.PermutationDefinition;
import dev.joust.permutation.Shuffle;
import dev.joust.permutation.SplitSizes;
import dev.joust.permutation.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the metadata of a stored permutation says: under {@code split_names} the names of the splits as LanceDB has
 * them, a JSON list; under {@code joust.permutation} what it was made by.
 */
public final class PermutationJson {
    static final String NAMES = "split_names";
    static final String KEY = "joust.permutation";

    private static final ObjectMapper JSON = new ObjectMapper();

    private PermutationJson() {}

    static String names(List<String> names) {
        try {
            return JSON.writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> names(String permutation, String json) {
        List<String> names = new ArrayList<>();
        tree(permutation, json).forEach(name -> names.add(name.asText()));
        return names;
    }

    /** What a permutation was made by, as JSON. */
    public static String write(PermutationDefinition definition) {
        ObjectNode root = JSON.createObjectNode();
        root.put("table", definition.table()).put("version", definition.version());
        definition.filter().ifPresent(sql -> root.put("filter", sql));
        write(root.putObject("splits"), definition.splits());
        definition
                .shuffle()
                .ifPresent(shuffle ->
                        root.putObject("shuffle").put("seed", shuffle.seed()).put("clump_rows", shuffle.clumpRows()));
        return root.toString();
    }

    private static void write(ObjectNode json, Splits splits) {
        if (splits instanceof Splits.Random random) {
            json.put("kind", "random").put("seed", random.seed()).put("clump_rows", random.clumpRows());
            write(json, random.sizes());
        } else if (splits instanceof Splits.Sequential sequential) {
            json.put("kind", "sequential");
            write(json, sequential.sizes());
        } else if (splits instanceof Splits.ByHash hash) {
            json.put("kind", "hash").put("discarded", hash.discarded());
            hash.columns().forEach(json.putArray("columns")::add);
            ObjectNode weights = json.putObject("weights");
            hash.weights().forEach(weight -> weights.put(weight.name(), weight.weight()));
        } else if (splits instanceof Splits.BySql sql) {
            json.put("kind", "sql").put("sql", sql.sql());
            sql.names().forEach(json.putArray("names")::add);
        } else {
            json.put("kind", "whole");
        }
    }

    private static void write(ObjectNode json, SplitSizes sizes) {
        if (sizes instanceof SplitSizes.Shares shares) {
            ObjectNode object = json.putObject("shares");
            shares.shares().forEach(share -> object.put(share.name(), share.share()));
        } else if (sizes instanceof SplitSizes.Counts counts) {
            ObjectNode object = json.putObject("rows");
            counts.counts().forEach(count -> object.put(count.name(), count.rows()));
        } else {
            sizes.names().forEach(json.putArray("equal")::add);
        }
    }

    /**
     * Reads what was written.
     *
     * @param permutation what it is called, for messages
     */
    public static PermutationDefinition read(String permutation, String json) {
        JsonNode root = tree(permutation, json);
        return new PermutationDefinition(
                root.path("table").asText(),
                root.path("version").asLong(),
                Optional.ofNullable(root.get("filter")).map(JsonNode::asText),
                splits(permutation, root.path("splits")),
                Optional.ofNullable(root.get("shuffle"))
                        .map(shuffle -> new Shuffle(
                                shuffle.path("seed").asLong(),
                                shuffle.path("clump_rows").asInt(1))));
    }

    private static Splits splits(String permutation, JsonNode json) {
        return switch (json.path("kind").asText()) {
            case "whole" -> Splits.whole();
            case "random" ->
                new Splits.Random(
                        sizes(json),
                        json.path("seed").asLong(),
                        json.path("clump_rows").asInt(1));
            case "sequential" -> Splits.sequential(sizes(json));
            case "hash" -> {
                List<Splits.Weight> weights = new ArrayList<>();
                json.path("weights")
                        .properties()
                        .forEach(weight -> weights.add(new Splits.Weight(
                                weight.getKey(), weight.getValue().asLong())));
                yield new Splits.ByHash(
                        texts(json.path("columns")),
                        weights,
                        json.path("discarded").asLong());
            }
            case "sql" -> new Splits.BySql(json.path("sql").asText(), texts(json.path("names")));
            default ->
                throw unreadable(
                        permutation,
                        "its splits are of the kind '" + json.path("kind").asText() + "'");
        };
    }

    private static SplitSizes sizes(JsonNode json) {
        if (json.has("shares")) {
            List<SplitSizes.Share> shares = new ArrayList<>();
            json.path("shares")
                    .properties()
                    .forEach(share -> shares.add(new SplitSizes.Share(
                            share.getKey(), share.getValue().asDouble())));
            return new SplitSizes.Shares(shares);
        } else if (json.has("rows")) {
            List<SplitSizes.Count> counts = new ArrayList<>();
            json.path("rows")
                    .properties()
                    .forEach(count -> counts.add(new SplitSizes.Count(
                            count.getKey(), count.getValue().asLong())));
            return new SplitSizes.Counts(counts);
        }
        return new SplitSizes.Equal(texts(json.path("equal")));
    }

    private static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        json.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode tree(String permutation, String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw unreadable(permutation, "its metadata is no JSON (" + StorageException.reason(e) + ")");
        }
    }

    private static InvalidRequestException unreadable(String permutation, String why) {
        return new InvalidRequestException("Cannot open permutation '" + permutation + "': " + why
                + ", which this version does not know; create it again");
    }
}
