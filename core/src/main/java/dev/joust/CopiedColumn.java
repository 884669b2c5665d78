// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;

import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.query.SourceMetric;
import dev.joust.internal.view.ViewEngine;
import dev.joust.view.Projection;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A column of a table from which one of a view is copied.
 *
 * @param table the source of the view, at its newest version
 */
record CopiedColumn(Table table, String column) {
    CopiedColumn {
        requireNonNull(table, "table");
        requireNonNull(column, "column");
    }

    /** Where a column is copied from; empty if it is of no view, is computed, or its source has it no more. */
    static Optional<CopiedColumn> of(Table view, String column) {
        return view.viewDefinition()
                .flatMap(definition -> definition.projections().stream()
                        .filter(projection -> projection.output().equals(column))
                        .map(Projection::expression)
                        .findFirst()
                        .flatMap(expression -> find(view.lake(), definition.source(), expression)));
    }

    private static Optional<CopiedColumn> find(Lake lake, String source, String column) {
        try {
            return Optional.of(lake.openTable(source))
                    .filter(table -> table.schema().names().contains(column))
                    .map(table -> new CopiedColumn(table, column));
        } catch (NotFoundException e) {
            // A view has its rows for as long as it likes, with a source or without.
            return Optional.empty();
        }
    }

    /** The same as the view has seen it at its last refresh, if it was refreshed. */
    CopiedColumn seenBy(Table view) {
        return new CopiedColumn(seenBy(view, table), column);
    }

    /** The source of a view as the view has seen it at its last refresh, if it was refreshed. */
    static Table seenBy(Table view, Table source) {
        OptionalLong version = ViewEngine.sourceVersion(view.handle());
        return version.isPresent() ? source.at(version.getAsLong()) : source;
    }

    /** How the index of the column measures that a column of a view is copied from, through views of views. */
    static Optional<SourceMetric> metric(Table view, String column) {
        // A table may have been created under the name of one that the view of its own rows was made of.
        Set<String> passed = new HashSet<>(Set.of(view.name()));
        Optional<CopiedColumn> source = of(view, column);
        while (source.isPresent() && passed.add(source.get().table().name())) {
            Optional<SourceMetric> metric = source.get().metric();
            if (metric.isPresent()) {
                return metric;
            }
            source = of(source.get().table(), source.get().column());
        }
        return Optional.empty();
    }

    private Optional<SourceMetric> metric() {
        try (Snapshot now = table.handle().latest()) {
            return SourceMetric.of(now, column);
        }
    }
}
