// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import dev.joust.index.DistanceMetric;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What makes one row of a search better than another. */
public sealed interface Ranking {
    /**
     * Words in text, ranked by BM25 into the column {@code _score}, the highest first.
     *
     * @param column where the parts of the query look that name no column; empty means the only column with a full text
     *     index, or the only one of text
     * @param query what to look for
     */
    record Text(Optional<String> column, TextQuery query) implements Ranking {
        public Text {
            requireNonNull(column, "column");
            requireNonNull(query, "query");
        }
    }

    /**
     * Both, brought into one order in the column {@code _relevance_score}, the highest first.
     *
     * @param reranker what makes the order
     */
    record Hybrid(Vector vector, Text text, Reranker reranker) implements Ranking {
        public Hybrid {
            requireNonNull(vector, "vector");
            requireNonNull(text, "text");
            requireNonNull(reranker, "reranker");
        }
    }

    /** Nearness to a vector, measured into the column {@code _distance}, the smallest first. */
    final class Vector implements Ranking {
        private final Optional<String> column;
        private final float[] vector;
        private final Options options;

        Vector(Optional<String> column, float[] vector, Options options) {
            this.column = requireNonNull(column, "column");
            this.vector = vector.clone();
            this.options = requireNonNull(options, "options");
        }

        /** Where to look; empty means the only vector column of this length. */
        public Optional<String> column() {
            return column;
        }

        /** The vector to be near to, a copy. */
        public float[] vector() {
            return vector.clone();
        }

        /** How to look. */
        public Options options() {
            return options;
        }

        Vector withOptions(Options changed) {
            return new Vector(column, vector, changed);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Vector that
                    && column.equals(that.column)
                    && Arrays.equals(vector, that.vector)
                    && options.equals(that.options);
        }

        @Override
        public int hashCode() {
            return 31 * column.hashCode() + Arrays.hashCode(vector);
        }
    }

    /**
     * How to look for near vectors.
     *
     * @param metric empty means that of the column's index, in a view without one that of its source's, or L2
     * @param probes how many parts of the index to look at; empty lets the engine choose
     * @param refine how many times the limit of candidates is compared exactly; empty lets the engine choose
     * @param ef how many candidates an index by graphs keeps; empty lets the engine choose
     * @param isExact whether every vector is compared, without index
     * @param range which distances a row may have
     */
    record Options(
            Optional<DistanceMetric> metric,
            OptionalInt probes,
            OptionalInt refine,
            OptionalInt ef,
            boolean isExact,
            DistanceRange range) {
        /** Lets the engine choose everything. */
        static final Options DEFAULT = new Options(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                DistanceRange.ALL);
    }

    /**
     * Some distances.
     *
     * @param low the smallest one
     * @param high the first one that is too large
     */
    record DistanceRange(float low, float high) {
        /** All distances. */
        public static final DistanceRange ALL = new DistanceRange(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

        /** Checks that some distance can be in it. */
        public DistanceRange {
            if (!(low < high)) {
                throw new IllegalArgumentException("low must be smaller than high, " + high + ", but was " + low);
            }
        }

        /** Whether a distance is in it. */
        public boolean has(float distance) {
            return distance >= low && distance < high;
        }
    }
}
