// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.joust.error.InternalException;
import dev.joust.error.StorageException;
import dev.joust.index.FullTextIndex;
import dev.joust.index.HnswGraph;
import dev.joust.index.Index;
import dev.joust.index.IvfHnswPqIndex;
import dev.joust.index.IvfPqIndex;
import dev.joust.index.IvfRqIndex;
import dev.joust.index.VectorIndex;
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
        Optional<Index> same = switch (facts.type()) {
            case BTREE -> Optional.of(Index.btree(column));
            case BITMAP -> Optional.of(Index.bitmap(column));
            case LABEL_LIST -> Optional.of(Index.labelList(column));
            case FULL_TEXT -> Optional.of(text(snapshot, facts, column));
            case IVF_FLAT, IVF_PQ, IVF_SQ, IVF_RQ, IVF_HNSW_PQ, IVF_HNSW_SQ -> vector(snapshot, facts, column);
            case OTHER -> Optional.empty();
        };
        return same.map(index -> index.named(facts.name()).replacing());
    }

    /** The settings of a full text index. */
    static FullTextIndex text(Snapshot snapshot, IndexFacts facts, String column) {
        JsonNode stored = json(facts);
        return new FullTextIndex(
                column,
                Optional.empty(),
                false,
                tokenizer(stored.path("base_tokenizer").asText("simple")),
                stored.path("language").asText("English"),
                stored.path("max_token_length").asInt(FullTextIndex.DEFAULT_MAX_TOKEN_LENGTH),
                new FullTextIndex.Words(
                        stored.path("lower_case").asBoolean(true),
                        stored.path("ascii_folding").asBoolean(true),
                        stored.path("stem").asBoolean(true),
                        stored.path("remove_stop_words").asBoolean(false),
                        stored.path("with_position").asBoolean(false)),
                ngrams(stored),
                stored.path("remove_stop_words").asBoolean(false) ? stopWords(snapshot, facts) : List.of());
    }

    private static JsonNode json(IndexFacts facts) {
        try {
            return JSON.readTree(facts.details());
        } catch (IOException e) {
            throw new InternalException(
                    "Cannot read the settings of index '" + facts.name() + "': " + StorageException.reason(e)
                            + "; drop it and create it anew",
                    e);
        }
    }

    private static FullTextIndex.Ngrams ngrams(JsonNode stored) {
        FullTextIndex.Ngrams usual = FullTextIndex.Ngrams.DEFAULT;
        return new FullTextIndex.Ngrams(
                stored.path("min_ngram_length").asInt(usual.min()),
                stored.path("max_ngram_length").asInt(usual.max()),
                stored.path("prefix_only").asBoolean(false));
    }

    /** Lance describes an index without them, and tells of them with its statistics. */
    private static List<String> stopWords(Snapshot snapshot, IndexFacts facts) {
        return statistics(snapshot, facts).get("params") instanceof Map<?, ?> params
                        && params.get("custom_stop_words") instanceof List<?> words
                ? words.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static FullTextIndex.Tokenizer tokenizer(String name) {
        for (FullTextIndex.Tokenizer tokenizer : FullTextIndex.Tokenizer.values()) {
            if (tokenizer.name().toLowerCase(Locale.ROOT).equals(name)) {
                return tokenizer;
            }
        }
        return FullTextIndex.Tokenizer.SIMPLE;
    }

    /** Empty if it measures distance in a way that Joust does not know. */
    private static Optional<Index> vector(Snapshot snapshot, IndexFacts facts, String column) {
        return facts.metric().map(metric -> {
            Map<?, ?> stored = statistics(snapshot, facts);
            VectorIndex index = vector(facts, column, stored).metric(metric);
            int parts = number(stored, "num_partitions");
            return parts > IndexChecks.defaultPartitions(facts.type(), snapshot.count())
                    ? index.partitions(parts)
                    : index;
        });
    }

    private static VectorIndex vector(IndexFacts facts, String column, Map<?, ?> stored) {
        JsonNode details = json(facts);
        int bits = details.path("compression").path("num_bits").asInt();
        return switch (facts.type()) {
            case IVF_FLAT -> Index.ivfFlat(column);
            case IVF_SQ -> Index.ivfSq(column);
            case IVF_PQ -> pq(Index.ivfPq(column), stored);
            case IVF_RQ -> {
                IvfRqIndex rq = Index.ivfRq(column);
                yield bits >= 1 && bits <= Byte.SIZE ? rq.bits(bits) : rq;
            }
            case IVF_HNSW_SQ -> {
                HnswGraph graph = graph(details);
                yield Index.ivfHnswSq(column).m(graph.m()).efConstruction(graph.efConstruction());
            }
            case IVF_HNSW_PQ -> {
                HnswGraph graph = graph(details);
                IvfHnswPqIndex pq = Index.ivfHnswPq(column).m(graph.m()).efConstruction(graph.efConstruction());
                int pieces = details.path("compression").path("num_sub_vectors").asInt();
                pq = pieces > 0 ? pq.subVectors(pieces) : pq;
                yield bits == 4 || bits == 8 ? pq.bits(bits) : pq;
            }
            case BTREE, BITMAP, LABEL_LIST, FULL_TEXT, OTHER -> throw new AssertionError(facts);
        };
    }

    private static IvfPqIndex pq(IvfPqIndex index, Map<?, ?> stored) {
        Map<?, ?> pieces = stored.get("sub_index") instanceof Map<?, ?> map ? map : Map.of();
        int subVectors = number(pieces, "num_sub_vectors");
        int bits = number(pieces, "nbits");
        IvfPqIndex cut = subVectors > 0 ? index.subVectors(subVectors) : index;
        return bits == 4 || bits == 8 ? cut.bits(bits) : cut;
    }

    /** Another program may have made a graph that Joust would not make. */
    private static HnswGraph graph(JsonNode details) {
        JsonNode stored = details.path("hnsw");
        int m = Math.max(2, stored.path("max_connections").asInt(HnswGraph.DEFAULT.m()));
        int candidates = stored.path("construction_ef").asInt(HnswGraph.DEFAULT.efConstruction());
        return new HnswGraph(m, Math.max(m, candidates));
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
