// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import java.util.List;

/**
 * Makes one order of what two searches found; users may write their own.
 *
 * <p>Threads: one instance may be asked by several threads at once.
 */
@FunctionalInterface
public interface Reranker {
    /**
     * Returns how relevant each candidate is, the larger the better.
     *
     * @param words what was looked for in texts
     * @param candidates each row once: those of the vector search, the nearest first, then those that only the text
     *     search found, the best first; never empty
     * @return one number for each candidate, in their order, none of them NaN; candidates with the same number stay in
     *     their order
     */
    double[] relevance(String words, List<Candidate> candidates);

    /** The columns that it needs of each candidate, such as texts for a cross-encoder; none by default. */
    default List<String> columns() {
        return List.of();
    }

    /** Reciprocal rank fusion with {@code k} = 60; see {@link #reciprocalRank(int)}. */
    static Reranker reciprocalRank() {
        return reciprocalRank(Fusion.ReciprocalRank.DEFAULT_K);
    }

    /**
     * Reciprocal rank fusion: the sum of 1 / (k + rank) over the searches that found the row, with ranks from 1.
     *
     * <p>Source: G. Cormack, C. Clarke, S. Büttcher: Reciprocal Rank Fusion outperforms Condorcet and individual Rank
     * Learning Methods, SIGIR 2009.
     *
     * @param k the larger, the less the first places count; not negative
     */
    static Reranker reciprocalRank(int k) {
        return new Fusion.ReciprocalRank(k);
    }

    /**
     * Mean reciprocal rank: w / vector rank + (1 - w) / text rank, with ranks from 1, where a search that did not find
     * the row adds nothing. LanceDB's MRRReranker, which has w = 0.5.
     *
     * @param vectorWeight w, from 0 to 1
     */
    static Reranker meanReciprocalRank(double vectorWeight) {
        return new Fusion.MeanReciprocalRank(vectorWeight);
    }

    /**
     * Linear combination: w (1 - d) + (1 - w) s, where d and s are distance and score, each brought to the range from 0
     * to 1 by (x - min) / (max - min) over its search, or to 0 if all are the same. A row that the vector search did
     * not find has d = 1, one that the text search did not find has s = 0. LanceDB's LinearCombinationReranker, which
     * has w = 0.7 and a fill of 1.
     *
     * @param vectorWeight w, from 0 to 1
     */
    static Reranker linear(double vectorWeight) {
        return new Fusion.Linear(vectorWeight);
    }
}
