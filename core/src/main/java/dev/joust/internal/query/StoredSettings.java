// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.joust.error.InternalException;
import dev.joust.index.DistanceMetric;
import dev.joust.index.FullTextIndex;
import dev.joust.index.Index;
import dev.joust.index.IvfFlatIndex;
import dev.joust.index.IvfPqIndex;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The settings of an index as Lance stores them with it. */
final class StoredSettings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StoredSettings() {}

    /** Returns what to create to get the same index again; empty for kinds that Joust does not create. */
    static Optional<Index> of(Snapshot snapshot, IndexFacts facts, String column) {
        return switch (facts.type()) {
            case BTREE -> Optional.of(Index.btree(column).named(facts.name()).replacing());
            case BITMAP -> Optional.of(Index.bitmap(column).named(facts.name()).replacing());
            case LABEL_LIST ->
                Optional.of(Index.labelList(column).named(facts.name()).replacing());
            case FULL_TEXT -> Optional.of(text(facts, column));
            case IVF_FLAT -> vector(facts).map(metric -> flat(snapshot, facts, column, metric));
            case IVF_PQ -> vector(facts).map(metric -> pq(snapshot, facts, column, metric));
            case OTHER -> Optional.empty();
        };
    }

    private static Index text(IndexFacts facts, String column) {
        try {
            JsonNode stored = JSON.readTree(facts.details());
            return new FullTextIndex(
                    column,
                    Optional.of(facts.name()),
                    true,
                    tokenizer(stored.path("base_tokenizer").asText("simple")),
                    stored.path("language").asText("English"),
                    stored.path("max_token_length").asInt(FullTextIndex.DEFAULT_MAX_TOKEN_LENGTH),
                    new FullTextIndex.Words(
                            stored.path("lower_case").asBoolean(true),
                            stored.path("ascii_folding").asBoolean(true),
                            stored.path("stem").asBoolean(true),
                            stored.path("remove_stop_words").asBoolean(false),
                            stored.path("with_position").asBoolean(false)));
        } catch (IOException e) {
            throw new InternalException(
                    "Cannot read the settings of index '" + facts.name() + "': " + e.getMessage()
                            + "; drop it and create it anew",
                    e);
        }
    }

    private static FullTextIndex.Tokenizer tokenizer(String name) {
        for (FullTextIndex.Tokenizer tokenizer : FullTextIndex.Tokenizer.values()) {
            if (tokenizer.name().toLowerCase(Locale.ROOT).equals(name)) {
                return tokenizer;
            }
        }
        return FullTextIndex.Tokenizer.SIMPLE;
    }

    private static Optional<DistanceMetric> vector(IndexFacts facts) {
        return facts.metric();
    }

    private static Index flat(Snapshot snapshot, IndexFacts facts, String column, DistanceMetric metric) {
        IvfFlatIndex index =
                Index.ivfFlat(column).named(facts.name()).replacing().metric(metric);
        int parts = number(statistics(snapshot, facts), "num_partitions");
        return parts > IndexChecks.defaultPartitions(snapshot.count()) ? index.partitions(parts) : index;
    }

    private static Index pq(Snapshot snapshot, IndexFacts facts, String column, DistanceMetric metric) {
        IvfPqIndex index = Index.ivfPq(column).named(facts.name()).replacing().metric(metric);
        Map<?, ?> stored = statistics(snapshot, facts);
        int parts = number(stored, "num_partitions");
        if (parts > IndexChecks.defaultPartitions(snapshot.count())) {
            index = index.partitions(parts);
        }
        Map<?, ?> pieces = stored.get("sub_index") instanceof Map<?, ?> map ? map : Map.of();
        int subVectors = number(pieces, "num_sub_vectors");
        int bits = number(pieces, "nbits");
        index = subVectors > 0 ? index.subVectors(subVectors) : index;
        return bits == 4 || bits == 8 ? index.bits(bits) : index;
    }

    private static Map<?, ?> statistics(Snapshot snapshot, IndexFacts facts) {
        Object parts = LanceIndexes.statistics(snapshot, facts.name()).get("indices");
        return parts instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?> first
                ? first
                : Map.of();
    }

    private static int number(Map<?, ?> values, String key) {
        return values.get(key) instanceof Number number ? number.intValue() : 0;
    }
}
