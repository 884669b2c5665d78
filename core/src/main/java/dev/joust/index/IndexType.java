// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** The kinds of index that Joust creates, and one for all that it only uses. */
public enum IndexType {
    /** A sorted tree of values. */
    BTREE("btree"),
    /** The rows of each value. */
    BITMAP("bitmap"),
    /** The rows of each label in a list. */
    LABEL_LIST("label_list"),
    /** The rows of each word, for BM25. */
    FULL_TEXT("fts"),
    /** Vectors in parts around centroids. */
    IVF_FLAT("ivf_flat"),
    /** Vectors in parts around centroids, compressed by product quantization. */
    IVF_PQ("ivf_pq"),
    /** Vectors in parts around centroids, each number in one byte. */
    IVF_SQ("ivf_sq"),
    /** Vectors in parts around centroids, a few bits of each number. */
    IVF_RQ("ivf_rq"),
    /** Vectors linked in graphs, compressed by product quantization. */
    IVF_HNSW_PQ("ivf_hnsw_pq"),
    /** Vectors linked in graphs, each number in one byte. */
    IVF_HNSW_SQ("ivf_hnsw_sq"),
    /** Any other kind that Lance knows; it is used and kept up to date, but not created. */
    OTHER("other");

    private final String text;

    IndexType(String text) {
        this.text = text;
    }

    /** The short name that the command line uses. */
    public String text() {
        return text;
    }

    /** Finds a kind by its short name. */
    public static Optional<IndexType> find(String text) {
        requireNonNull(text, "text");
        for (IndexType type : values()) {
            if (type != OTHER && type.text.equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Whether it finds nearest vectors. */
    public boolean isVector() {
        return text.startsWith("ivf_");
    }

    /** Whether it links vectors in a graph. */
    public boolean isGraph() {
        return this == IVF_HNSW_PQ || this == IVF_HNSW_SQ;
    }
}
