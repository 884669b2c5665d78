// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.index;

import dev.joust.index.DistanceMetric;
import dev.joust.index.HnswGraph;
import dev.joust.index.Index;
import dev.joust.index.IndexType;
import dev.joust.index.IvfHnswPqIndex;
import dev.joust.index.IvfPqIndex;
import dev.joust.index.IvfRqIndex;
import dev.joust.index.VectorIndex;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The settings of an index that only some types have. */
final class IndexSettings {
    @Option(names = "--metric", paramLabel = "M", description = "For vectors: l2 (the default), cosine or dot.")
    private @Nullable DistanceMetric metric;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "For vectors: into how many parts they are put; default: by the number of rows.")
    private @Nullable Integer partitions;

    @Option(
            names = "--sub-vectors",
            paramLabel = "N",
            description = "For ivf_pq and ivf_hnsw_pq: into how many pieces each vector is cut; default: a sixteenth of"
                    + " its length.")
    private @Nullable Integer subVectors;

    @Option(
            names = "--bits",
            paramLabel = "N",
            description = "For ivf_pq and ivf_hnsw_pq: bits of each piece, 8 (the default) or 4; for ivf_rq: bits of"
                    + " each number, 1 (the default) to 8.")
    private @Nullable Integer bits;

    @Option(
            names = "--m",
            paramLabel = "N",
            description = "For ivf_hnsw_...: with how many others each vector is linked, 20 by default.")
    private @Nullable Integer links;

    @Option(
            names = "--ef-construction",
            paramLabel = "N",
            description = "For ivf_hnsw_...: how many candidates are looked at for these, 300 by default.")
    private @Nullable Integer efConstruction;

    @Mixin
    private TextSettings text;

    Index index(IndexType type, String column, @Nullable String name, boolean replace) {
        boolean isGraph = type.isGraph();
        boolean isCut = type == IndexType.IVF_PQ || type == IndexType.IVF_HNSW_PQ;
        requireFor(type, "vectors", type.isVector(), metric, "--metric");
        requireFor(type, "vectors", type.isVector(), partitions, "--partitions");
        requireFor(type, "ivf_pq and ivf_hnsw_pq", isCut, subVectors, "--sub-vectors");
        requireFor(type, "ivf_pq, ivf_hnsw_pq and ivf_rq", isCut || type == IndexType.IVF_RQ, bits, "--bits");
        requireFor(type, "ivf_hnsw_pq and ivf_hnsw_sq", isGraph, links, "--m");
        requireFor(type, "ivf_hnsw_pq and ivf_hnsw_sq", isGraph, efConstruction, "--ef-construction");
        text.requireFor(type);
        Index index = switch (type) {
            case BTREE -> Index.btree(column);
            case BITMAP -> Index.bitmap(column);
            case LABEL_LIST -> Index.labelList(column);
            case FULL_TEXT -> text.index(column);
            case IVF_FLAT -> common(Index.ivfFlat(column));
            case IVF_SQ -> common(Index.ivfSq(column));
            case IVF_RQ -> {
                IvfRqIndex rq = Index.ivfRq(column);
                yield common(bits == null ? rq : rq.bits(bits));
            }
            case IVF_PQ -> {
                IvfPqIndex pq = Index.ivfPq(column);
                pq = bits == null ? pq : pq.bits(bits);
                yield common(subVectors == null ? pq : pq.subVectors(subVectors));
            }
            case IVF_HNSW_SQ -> {
                HnswGraph graph = graph();
                yield common(Index.ivfHnswSq(column).m(graph.m()).efConstruction(graph.efConstruction()));
            }
            case IVF_HNSW_PQ -> {
                HnswGraph graph = graph();
                IvfHnswPqIndex pq = Index.ivfHnswPq(column).m(graph.m()).efConstruction(graph.efConstruction());
                pq = bits == null ? pq : pq.bits(bits);
                yield common(subVectors == null ? pq : pq.subVectors(subVectors));
            }
            case OTHER -> throw new IllegalArgumentException("An index of another type cannot be created");
        };
        Index named = name == null ? index : index.named(name);
        return replace ? named.replacing() : named;
    }

    static void requireFor(IndexType type, String what, boolean fits, @Nullable Object value, String option) {
        if (value != null && !fits) {
            throw new IllegalArgumentException("Cannot create an index of type '" + type.text() + "': " + option
                    + " is for " + what + "; leave it out");
        }
    }

    private HnswGraph graph() {
        HnswGraph usual = HnswGraph.DEFAULT;
        return new HnswGraph(
                links == null ? usual.m() : links, efConstruction == null ? usual.efConstruction() : efConstruction);
    }

    private Index common(VectorIndex index) {
        VectorIndex result = metric == null ? index : index.metric(metric);
        return partitions == null ? result : result.partitions(partitions);
    }
}
