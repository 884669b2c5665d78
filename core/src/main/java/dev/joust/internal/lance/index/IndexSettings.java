// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import dev.joust.index.FullTextIndex;
import dev.joust.index.HnswGraph;
import dev.joust.index.Index;
import dev.joust.index.IvfHnswPqIndex;
import dev.joust.index.IvfHnswSqIndex;
import dev.joust.index.IvfPqIndex;
import dev.joust.index.IvfRqIndex;
import dev.joust.index.IvfSqIndex;
import dev.joust.index.VectorIndex;
import java.util.Locale;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.InvertedIndexParams;
import org.lance.index.scalar.ScalarIndexParams;
import org.lance.index.vector.HnswBuildParams;
import org.lance.index.vector.IvfBuildParams;
import org.lance.index.vector.PQBuildParams;
import org.lance.index.vector.RQBuildParams;
import org.lance.index.vector.SQBuildParams;
import org.lance.index.vector.VectorIndexParams;

/** Says in Lance's words what index to make. */
final class IndexSettings {
    private static final int MAX_ITERATIONS = 50;

    private IndexSettings() {}

    static IndexType type(Index index) {
        return switch (index.type()) {
            case BTREE -> IndexType.BTREE;
            case BITMAP -> IndexType.BITMAP;
            case LABEL_LIST -> IndexType.LABEL_LIST;
            case FULL_TEXT -> IndexType.INVERTED;
            case IVF_FLAT, IVF_PQ, IVF_SQ, IVF_RQ, IVF_HNSW_PQ, IVF_HNSW_SQ -> IndexType.VECTOR;
            case OTHER -> throw new AssertionError(index);
        };
    }

    static IndexParams params(Index index) {
        IndexParams.Builder params = IndexParams.builder();
        if (index instanceof FullTextIndex text) {
            return params.setScalarIndexParams(text(text)).build();
        } else if (index instanceof VectorIndex vector) {
            return params.setVectorIndexParams(vector(vector)).build();
        }
        String name = index.type().name().toLowerCase(Locale.ROOT).replace("_", "");
        return params.setScalarIndexParams(ScalarIndexParams.create(name)).build();
    }

    private static VectorIndexParams vector(VectorIndex index) {
        VectorIndexParams.Builder params = new VectorIndexParams.Builder(new IvfBuildParams.Builder()
                        .setNumPartitions(index.partitions().orElse(1))
                        .setMaxIters(MAX_ITERATIONS)
                        .build())
                .setDistanceType(NearestVectors.lanceMetric(index.metric()));
        if (index instanceof IvfPqIndex pq) {
            params.setPqParams(pq(pq.subVectors().orElse(1), pq.bits()));
        } else if (index instanceof IvfSqIndex) {
            params.setSqParams(sq());
        } else if (index instanceof IvfRqIndex rq) {
            params.setRqParams(
                    new RQBuildParams.Builder().setNumBits((byte) rq.bits()).build());
        } else if (index instanceof IvfHnswPqIndex pq) {
            params.setHnswParams(graph(pq.graph()))
                    .setPqParams(pq(pq.subVectors().orElse(1), pq.bits()));
        } else if (index instanceof IvfHnswSqIndex sq) {
            params.setHnswParams(graph(sq.graph())).setSqParams(sq());
        }
        return params.build();
    }

    private static PQBuildParams pq(int subVectors, int bits) {
        return new PQBuildParams.Builder()
                .setNumSubVectors(subVectors)
                .setNumBits(bits)
                .setMaxIters(MAX_ITERATIONS)
                .build();
    }

    private static SQBuildParams sq() {
        return new SQBuildParams.Builder().setNumBits((short) Byte.SIZE).build();
    }

    private static HnswBuildParams graph(HnswGraph graph) {
        return new HnswBuildParams.Builder()
                .setM(graph.m())
                .setEfConstruction(graph.efConstruction())
                .build();
    }

    /** Tokenizer and language are always set, because Lance refuses an index without them. */
    private static ScalarIndexParams text(FullTextIndex index) {
        InvertedIndexParams.Builder params = InvertedIndexParams.builder()
                .baseTokenizer(index.tokenizer().name().toLowerCase(Locale.ROOT))
                .language(index.language())
                .maxTokenLength(index.maxTokenLength())
                .lowerCase(index.words().lowerCase())
                .asciiFolding(index.words().asciiFolding())
                .stem(index.words().stem())
                .removeStopWords(index.words().withoutStopWords())
                .withPosition(index.words().withPositions());
        if (index.tokenizer() == FullTextIndex.Tokenizer.NGRAM) {
            params.minNgramLength(index.pieces().min())
                    .maxNgramLength(index.pieces().max())
                    .prefixOnly(index.pieces().prefixOnly());
        }
        if (!index.stopWords().isEmpty()) {
            params.customStopWords(index.stopWords());
        }
        return params.build();
    }
}
