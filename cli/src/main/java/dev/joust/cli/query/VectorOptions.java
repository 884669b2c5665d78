// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import dev.joust.index.DistanceMetric;
import dev.joust.query.VectorSearch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How neighbours are looked for. */
final class VectorOptions {
    @Option(
            names = "--vector-column",
            paramLabel = "C",
            description = "The column of vectors; needed unless there is only one.")
    private @Nullable String column;

    @Option(
            names = "--metric",
            paramLabel = "M",
            description = "l2, cosine or dot; default: that of the index (in a view: or of its source's), or l2.")
    private @Nullable DistanceMetric metric;

    @Option(names = "--nprobes", paramLabel = "N", description = "How many parts of the index to look at.")
    private @Nullable Integer probes;

    @Option(
            names = "--refine",
            paramLabel = "N",
            description = "How many times the limit of candidates to compare exactly.")
    private @Nullable Integer refine;

    @Option(
            names = "--ef",
            paramLabel = "N",
            description = "How many candidates an ivf_hnsw_... index keeps while it follows links.")
    private @Nullable Integer ef;

    @Option(
            names = "--from",
            paramLabel = "VIEW",
            description = "The view that has the row of --like, instead of the table itself.")
    private @Nullable String from;

    @Option(
            names = "--model",
            paramLabel = "PLACE",
            description = "Where the model of --text or --image is, instead of where the table says.")
    private @Nullable String model;

    @Option(names = "--exact", description = "Compare every vector, without index.")
    private boolean exact;

    @Nullable
    String column() {
        return column;
    }

    @Nullable
    String from() {
        return from;
    }

    @Nullable
    String model() {
        return model;
    }

    /** The search of a table as these say. */
    VectorSearch apply(VectorSearch search, String table) {
        requireOneWay(table);
        VectorSearch result = search;
        if (metric != null) {
            result = result.metric(metric);
        }
        if (probes != null) {
            result = result.probes(probes);
        }
        if (refine != null) {
            result = result.refine(refine);
        }
        if (ef != null) {
            result = result.ef(ef);
        }
        return exact ? result.exact() : result;
    }

    /** How much of an index is looked at is nothing to say where none is used. */
    private void requireOneWay(String table) {
        Map<String, Integer> ofIndex = new LinkedHashMap<>();
        add(ofIndex, "--nprobes", probes);
        add(ofIndex, "--refine", refine);
        add(ofIndex, "--ef", ef);
        if (exact && !ofIndex.isEmpty()) {
            String given = ofIndex.entrySet().stream()
                    .map(option -> option.getKey() + " " + option.getValue())
                    .collect(Collectors.joining(" and "));
            throw new IllegalArgumentException("Cannot search table '" + table
                    + "': --exact compares every vector without an index, and " + given
                    + (ofIndex.size() == 1 ? " says" : " say") + " how to use one; leave out --exact, or "
                    + String.join(" and ", ofIndex.keySet()));
        }
    }

    private static void add(Map<String, Integer> options, String name, @Nullable Integer value) {
        if (value != null) {
            options.put(name, value);
        }
    }
}
