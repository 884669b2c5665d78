// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static java.util.Objects.requireNonNull;

import dev.joust.index.DistanceMetric;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import java.util.Optional;

/**
 * How distances are measured in the column that a column of a view is copied from.
 *
 * @param table the source that has the index
 * @param index the index that says so
 */
public record SourceMetric(DistanceMetric metric, String table, String index) {
    public SourceMetric {
        requireNonNull(metric, "metric");
        requireNonNull(table, "table");
        requireNonNull(index, "index");
    }

    /**
     * What tells it of the columns of one table; empty for columns that are no copies, or whose source has no index.
     */
    @FunctionalInterface
    public interface Lookup {
        /** Of a table that copies nothing. */
        Lookup NONE = column -> Optional.empty();

        /** How the source of a column measures; asked only where neither the query nor an index of the table says. */
        Optional<SourceMetric> of(String column);
    }

    /** What the index of a column says at a version of its table. */
    public static Optional<SourceMetric> of(Snapshot source, String column) {
        return vectorIndex(source, column)
                .flatMap(index -> index.metric()
                        .map(metric -> new SourceMetric(metric, source.table().name(), index.name())));
    }

    static Optional<IndexFacts> vectorIndex(Snapshot snapshot, String column) {
        return LanceIndexes.of(snapshot, column).stream()
                .filter(IndexFacts::isVector)
                .findFirst();
    }

    @Override
    public String toString() {
        return metric + " like index '" + index + "' of its source '" + table + "'";
    }
}
