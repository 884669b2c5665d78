// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An index on vectors that links near ones in a graph and keeps each number in one byte.
 *
 * @param partitions into how many parts the vectors are put, each with a graph of its own; empty takes one per million
 *     rows
 * @param graph how the vectors of a part are linked
 */
public record IvfHnswSqIndex(
        String column,
        Optional<String> chosenName,
        boolean isReplacing,
        DistanceMetric metric,
        OptionalInt partitions,
        HnswGraph graph)
        implements VectorIndex {
    public IvfHnswSqIndex {
        requireNonNull(column, "column");
        requireNonNull(chosenName, "chosenName");
        requireNonNull(metric, "metric");
        VectorIndex.requirePositive("partitions", partitions);
        requireNonNull(graph, "graph");
    }

    static IvfHnswSqIndex of(String column) {
        return new IvfHnswSqIndex(
                column, Optional.empty(), false, DistanceMetric.L2, OptionalInt.empty(), HnswGraph.DEFAULT);
    }

    @Override
    public IndexType type() {
        return IndexType.IVF_HNSW_SQ;
    }

    /** Gives it another name than the column's followed by {@code _idx}. */
    @Override
    public IvfHnswSqIndex named(String name) {
        return new IvfHnswSqIndex(column, Optional.of(name), isReplacing, metric, partitions, graph);
    }

    /** Lets it take the place of an index of the same name. */
    @Override
    public IvfHnswSqIndex replacing() {
        return new IvfHnswSqIndex(column, chosenName, true, metric, partitions, graph);
    }

    /** Measures distance in another way than {@link DistanceMetric#L2}. */
    @Override
    public IvfHnswSqIndex metric(DistanceMetric newMetric) {
        return new IvfHnswSqIndex(column, chosenName, isReplacing, newMetric, partitions, graph);
    }

    /** Puts the vectors into this many parts. */
    @Override
    public IvfHnswSqIndex partitions(int number) {
        return new IvfHnswSqIndex(column, chosenName, isReplacing, metric, OptionalInt.of(number), graph);
    }

    /** Links each vector with this many others; more cost space and time to build, and find more. */
    public IvfHnswSqIndex m(int links) {
        return new IvfHnswSqIndex(
                column, chosenName, isReplacing, metric, partitions, new HnswGraph(links, graph.efConstruction()));
    }

    /** Looks at this many candidates for the links of a vector; more cost time to build, and find more. */
    public IvfHnswSqIndex efConstruction(int candidates) {
        return new IvfHnswSqIndex(
                column, chosenName, isReplacing, metric, partitions, new HnswGraph(graph.m(), candidates));
    }
}
