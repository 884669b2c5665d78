// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.NotFoundException;
import dev.joust.filter.Filter;
import dev.joust.internal.view.ViewEngine;
import dev.joust.query.Row;
import dev.joust.view.ViewDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One row under the ids that it has in a view, in the view's source, and so on through views of views. */
final class ViewRows {
    /** By the names of the tables. */
    private final Map<String, Long> rowIds;

    private ViewRows(Map<String, Long> rowIds) {
        this.rowIds = rowIds;
    }

    /** Follows a row down to the table that it comes from, as far as there still is one. */
    static ViewRows from(Table table, long rowId) {
        Map<String, Long> rowIds = new LinkedHashMap<>(Map.of(table.name(), rowId));
        Optional<Table> at = Optional.of(table);
        long id = rowId;
        while (at.isPresent() && at.get().viewDefinition().isPresent()) {
            Optional<Long> below = sourceRowId(at.get(), id);
            String source = at.get().viewDefinition().get().source();
            if (below.isEmpty() || rowIds.putIfAbsent(source, below.get()) != null) {
                break;
            }
            id = below.get();
            at = source(at.get());
        }
        return new ViewRows(rowIds);
    }

    /** A filter of a view that leaves this row out; empty where the view has nothing to do with it. */
    Optional<Filter> otherThanIn(Table view) {
        return Optional.ofNullable(rowIds.get(view.name()))
                .map(id -> Filter.col("_rowid").ne(id))
                .or(() -> view.viewDefinition()
                        .map(definition -> idsBelow(view, definition))
                        .filter(ids -> !ids.isEmpty())
                        .map(ids -> Filter.col(ViewEngine.SOURCE_ROW_ID).in(ids).not()));
    }

    private List<Long> idsBelow(Table view, ViewDefinition definition) {
        Long known = rowIds.get(definition.source());
        return known != null ? List.of(known) : source(view).map(this::idsIn).orElse(List.of());
    }

    private List<Long> idsIn(Table view) {
        List<Long> below = view.viewDefinition()
                .map(definition -> idsBelow(view, definition))
                .orElse(List.of());
        return below.isEmpty()
                ? below
                : view.query().where(Filter.col(ViewEngine.SOURCE_ROW_ID).in(below)).select("_rowid").rows().stream()
                        .map(row -> row.longValue("_rowid"))
                        .toList();
    }

    private static Optional<Long> sourceRowId(Table view, long rowId) {
        try {
            Row row = view.query()
                    .select(ViewEngine.SOURCE_ROW_ID)
                    .rowIds(List.of(rowId))
                    .rows()
                    .get(0);
            return Optional.of(row.longValue(ViewEngine.SOURCE_ROW_ID));
        } catch (NotFoundException e) {
            // The row was replaced since, or the version has gone.
            return Optional.empty();
        }
    }

    /** The source of a view as it has seen it at its last refresh; empty where it is gone. */
    private static Optional<Table> source(Table view) {
        try {
            Table source =
                    view.lake().openTable(view.viewDefinition().orElseThrow().source());
            return Optional.of(CopiedColumn.seenBy(view, source));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }
}
