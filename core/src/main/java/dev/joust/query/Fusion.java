// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The rerankers that look at ranks and scores only; {@link Reranker} has their formulas. */
sealed interface Fusion extends Reranker {
    /** See {@link Reranker#reciprocalRank(int)}. */
    record ReciprocalRank(int k) implements Fusion {
        /** The usual constant: {@value}. */
        static final int DEFAULT_K = 60;

        public ReciprocalRank {
            if (k < 0) {
                throw new IllegalArgumentException("k must not be negative but was " + k);
            }
        }

        @Override
        public double[] relevance(String words, List<Candidate> candidates) {
            return each(candidates, one -> inverse(k, one.vectorRank()) + inverse(k, one.textRank()));
        }
    }

    /** See {@link Reranker#meanReciprocalRank}. */
    record MeanReciprocalRank(double vectorWeight) implements Fusion {
        public MeanReciprocalRank {
            requireShare(vectorWeight);
        }

        @Override
        public double[] relevance(String words, List<Candidate> candidates) {
            return each(
                    candidates,
                    one -> vectorWeight * inverse(0, one.vectorRank())
                            + (1 - vectorWeight) * inverse(0, one.textRank()));
        }
    }

    /** See {@link Reranker#linear}. */
    record Linear(double vectorWeight) implements Fusion {
        public Linear {
            requireShare(vectorWeight);
        }

        @Override
        public double[] relevance(String words, List<Candidate> candidates) {
            Range distances = Range.of(candidates, Candidate::distance);
            Range scores = Range.of(candidates, Candidate::score);
            return each(
                    candidates,
                    one -> vectorWeight * (1 - distances.share(one.distance(), 1))
                            + (1 - vectorWeight) * scores.share(one.score(), 0));
        }
    }

    /** The smallest and the largest of some numbers. */
    record Range(double min, double max) {
        static Range of(List<Candidate> candidates, Function<Candidate, OptionalDouble> value) {
            var statistics = candidates.stream()
                    .map(value)
                    .flatMapToDouble(OptionalDouble::stream)
                    .summaryStatistics();
            return new Range(statistics.getMin(), statistics.getMax());
        }

        double share(OptionalDouble value, double missing) {
            if (value.isEmpty()) {
                return missing;
            }
            return max > min ? (value.getAsDouble() - min) / (max - min) : 0;
        }
    }

    private static double inverse(int k, OptionalInt rank) {
        return rank.isPresent() ? 1.0 / (k + rank.getAsInt()) : 0;
    }

    private static double[] each(List<Candidate> candidates, ToDoubleFunction<Candidate> relevance) {
        return candidates.stream().mapToDouble(relevance).toArray();
    }

    private static void requireShare(double weight) {
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("vectorWeight must be from 0 to 1 but was " + weight);
        }
    }
}
