// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import dev.joust.index.FullTextIndex;
import dev.joust.index.Index;
import dev.joust.index.IvfFlatIndex;
import dev.joust.index.IvfPqIndex;
import java.util.Locale;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.InvertedIndexParams;
import org.lance.index.scalar.ScalarIndexParams;
import org.lance.index.vector.VectorIndexParams;

/** Says in Lance's words what index to make. */
final class IndexSettings {
    private static final int MAX_ITERATIONS = 50;
    private static final int NGRAM_CHARACTERS = 3;

    private IndexSettings() {}

    static IndexType type(Index index) {
        return switch (index.type()) {
            case BTREE -> IndexType.BTREE;
            case BITMAP -> IndexType.BITMAP;
            case LABEL_LIST -> IndexType.LABEL_LIST;
            case FULL_TEXT -> IndexType.INVERTED;
            case IVF_FLAT, IVF_PQ -> IndexType.VECTOR;
            case OTHER -> throw new AssertionError(index);
        };
    }

    static IndexParams params(Index index) {
        IndexParams.Builder params = IndexParams.builder();
        if (index instanceof FullTextIndex text) {
            return params.setScalarIndexParams(text(text)).build();
        } else if (index instanceof IvfFlatIndex flat) {
            return params.setVectorIndexParams(VectorIndexParams.ivfFlat(
                            flat.partitions().orElse(1), NearestVectors.lanceMetric(flat.metric())))
                    .build();
        } else if (index instanceof IvfPqIndex pq) {
            return params.setVectorIndexParams(VectorIndexParams.ivfPq(
                            pq.partitions().orElse(1),
                            pq.bits(),
                            pq.subVectors().orElse(1),
                            NearestVectors.lanceMetric(pq.metric()),
                            MAX_ITERATIONS))
                    .build();
        }
        String name = index.type().name().toLowerCase(Locale.ROOT).replace("_", "");
        return params.setScalarIndexParams(ScalarIndexParams.create(name)).build();
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
            params.minNgramLength(NGRAM_CHARACTERS).maxNgramLength(NGRAM_CHARACTERS);
        }
        return params.build();
    }
}
