// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A row that one or both searches of a {@link HybridSearch} found.
 *
 * @param rowId its id
 * @param vectorRank its place among the nearest vectors, from 1; empty if it is not among them
 * @param distance how far its vector is; empty if it is not among the nearest
 * @param textRank its place among the best texts, from 1; empty if it is not among them
 * @param score how well its text fits by BM25; empty if it is not among the best
 * @param row the columns that {@link Reranker#columns} names
 */
public record Candidate(
        long rowId,
        OptionalInt vectorRank,
        OptionalDouble distance,
        OptionalInt textRank,
        OptionalDouble score,
        Row row) {
    /** Checks that all are there. */
    public Candidate {
        requireNonNull(vectorRank, "vectorRank");
        requireNonNull(distance, "distance");
        requireNonNull(textRank, "textRank");
        requireNonNull(score, "score");
        requireNonNull(row, "row");
    }
}
