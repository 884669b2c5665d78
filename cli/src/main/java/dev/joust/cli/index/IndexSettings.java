// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.index;

import dev.joust.index.DistanceMetric;
import dev.joust.index.FullTextIndex;
import dev.joust.index.Index;
import dev.joust.index.IndexType;
import dev.joust.index.IvfFlatIndex;
import dev.joust.index.IvfPqIndex;
import dev.joust.index.ScalarIndex;
import org.jspecify.annotations.Nullable;
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
            description = "For ivf_pq: into how many pieces each vector is cut; default: a sixteenth of its length.")
    private @Nullable Integer subVectors;

    @Option(names = "--bits", paramLabel = "N", description = "For ivf_pq: bits of each piece, 8 (the default) or 4.")
    private @Nullable Integer bits;

    @Option(
            names = "--tokenizer",
            paramLabel = "T",
            description = "For fts: simple (the default), whitespace, raw or ngram.")
    private FullTextIndex.@Nullable Tokenizer tokenizer;

    @Option(names = "--language", paramLabel = "L", description = "For fts: whose stems, such as English.")
    private @Nullable String language;

    @Option(names = "--no-stem", description = "For fts: keep the endings of words.")
    private boolean noStem;

    Index index(IndexType type, String column, @Nullable String name, boolean replace) {
        requireFor(type, "vectors", type.isVector(), metric, "--metric");
        requireFor(type, "vectors", type.isVector(), partitions, "--partitions");
        requireFor(type, "ivf_pq", type == IndexType.IVF_PQ, subVectors, "--sub-vectors");
        requireFor(type, "ivf_pq", type == IndexType.IVF_PQ, bits, "--bits");
        requireFor(type, "fts", type == IndexType.FULL_TEXT, tokenizer, "--tokenizer");
        requireFor(type, "fts", type == IndexType.FULL_TEXT, language, "--language");
        requireFor(type, "fts", type == IndexType.FULL_TEXT, noStem ? Boolean.TRUE : null, "--no-stem");
        return switch (type) {
            case BTREE -> scalar(Index.btree(column), name, replace);
            case BITMAP -> scalar(Index.bitmap(column), name, replace);
            case LABEL_LIST -> scalar(Index.labelList(column), name, replace);
            case FULL_TEXT -> fullText(Index.fullText(column), name, replace);
            case IVF_FLAT -> flat(Index.ivfFlat(column), name, replace);
            case IVF_PQ -> compressed(Index.ivfPq(column), name, replace);
            case OTHER -> throw new IllegalArgumentException("An index of another type cannot be created");
        };
    }

    private static void requireFor(IndexType type, String what, boolean fits, @Nullable Object value, String option) {
        if (value != null && !fits) {
            throw new IllegalArgumentException("Cannot create an index of type '" + type.text() + "': " + option
                    + " is for " + what + "; leave it out");
        }
    }

    private static Index scalar(ScalarIndex index, @Nullable String name, boolean replace) {
        ScalarIndex named = name == null ? index : index.named(name);
        return replace ? named.replacing() : named;
    }

    private Index fullText(FullTextIndex index, @Nullable String name, boolean replace) {
        FullTextIndex result = name == null ? index : index.named(name);
        if (tokenizer != null) {
            result = result.tokenizer(tokenizer);
        }
        if (language != null) {
            result = result.language(language);
        }
        if (noStem) {
            result = result.withoutStemming();
        }
        return replace ? result.replacing() : result;
    }

    private Index flat(IvfFlatIndex index, @Nullable String name, boolean replace) {
        IvfFlatIndex result = name == null ? index : index.named(name);
        if (metric != null) {
            result = result.metric(metric);
        }
        if (partitions != null) {
            result = result.partitions(partitions);
        }
        return replace ? result.replacing() : result;
    }

    private Index compressed(IvfPqIndex index, @Nullable String name, boolean replace) {
        IvfPqIndex result = name == null ? index : index.named(name);
        if (metric != null) {
            result = result.metric(metric);
        }
        if (partitions != null) {
            result = result.partitions(partitions);
        }
        if (subVectors != null) {
            result = result.subVectors(subVectors);
        }
        if (bits != null) {
            result = result.bits(bits);
        }
        return replace ? result.replacing() : result;
    }
}
