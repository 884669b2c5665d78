// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An index on vectors that links near ones in a graph and keeps them compressed by product quantization.
 *
 * @param partitions into how many parts the vectors are put, each with a graph of its own; empty takes one per million
 *     rows
 * @param subVectors into how many pieces each vector is cut, a divisor of its dimension; empty takes a sixteenth of the
 *     dimension, or the nearest divisor below, at least one
 * @param bits of each piece: 4 or 8
 * @param graph how the vectors of a part are linked
 */
public record IvfHnswPqIndex(
        String column,
        Optional<String> chosenName,
        boolean isReplacing,
        DistanceMetric metric,
        OptionalInt partitions,
        OptionalInt subVectors,
        int bits,
        HnswGraph graph)
        implements VectorIndex {
    public IvfHnswPqIndex {
        requireNonNull(column, "column");
        requireNonNull(chosenName, "chosenName");
        requireNonNull(metric, "metric");
        VectorIndex.requirePositive("partitions", partitions);
        VectorIndex.requirePositive("subVectors", subVectors);
        if (bits != 4 && bits != 8) {
            throw new IllegalArgumentException("bits must be 4 or 8 but was " + bits);
        }
        requireNonNull(graph, "graph");
    }

    static IvfHnswPqIndex of(String column) {
        return new IvfHnswPqIndex(
                column,
                Optional.empty(),
                false,
                DistanceMetric.L2,
                OptionalInt.empty(),
                OptionalInt.empty(),
                8,
                HnswGraph.DEFAULT);
    }

    @Override
    public IndexType type() {
        return IndexType.IVF_HNSW_PQ;
    }

    /** Gives it another name than the column's followed by {@code _idx}. */
    @Override
    public IvfHnswPqIndex named(String name) {
        return new IvfHnswPqIndex(column, Optional.of(name), isReplacing, metric, partitions, subVectors, bits, graph);
    }

    /** Lets it take the place of an index of the same name. */
    @Override
    public IvfHnswPqIndex replacing() {
        return new IvfHnswPqIndex(column, chosenName, true, metric, partitions, subVectors, bits, graph);
    }

    /** Measures distance in another way than {@link DistanceMetric#L2}. */
    @Override
    public IvfHnswPqIndex metric(DistanceMetric newMetric) {
        return new IvfHnswPqIndex(column, chosenName, isReplacing, newMetric, partitions, subVectors, bits, graph);
    }

    /** Puts the vectors into this many parts. */
    @Override
    public IvfHnswPqIndex partitions(int number) {
        return new IvfHnswPqIndex(
                column, chosenName, isReplacing, metric, OptionalInt.of(number), subVectors, bits, graph);
    }

    /** Cuts each vector into this many pieces, a divisor of its dimension. */
    public IvfHnswPqIndex subVectors(int pieces) {
        return new IvfHnswPqIndex(
                column, chosenName, isReplacing, metric, partitions, OptionalInt.of(pieces), bits, graph);
    }

    /** Keeps this many bits of each piece: 4 or 8. */
    public IvfHnswPqIndex bits(int bitsOfPiece) {
        return new IvfHnswPqIndex(column, chosenName, isReplacing, metric, partitions, subVectors, bitsOfPiece, graph);
    }

    /** Links each vector with this many others; more cost space and time to build, and find more. */
    public IvfHnswPqIndex m(int links) {
        return new IvfHnswPqIndex(
                column,
                chosenName,
                isReplacing,
                metric,
                partitions,
                subVectors,
                bits,
                new HnswGraph(links, graph.efConstruction()));
    }

    /** Looks at this many candidates for the links of a vector; more cost time to build, and find more. */
    public IvfHnswPqIndex efConstruction(int candidates) {
        return new IvfHnswPqIndex(
                column,
                chosenName,
                isReplacing,
                metric,
                partitions,
                subVectors,
                bits,
                new HnswGraph(graph.m(), candidates));
    }
}
