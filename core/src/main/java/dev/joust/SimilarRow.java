// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.filter.Filter;
import dev.joust.internal.view.ViewEngine;
import dev.joust.query.Row;
import dev.joust.query.VectorSearch;
import dev.joust.schema.ColumnType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A row that others are to be like. */
final class SimilarRow {
    private static final String ROW_ID = "_rowid";

    /** The ids that the row has, by the names of the table and of the view that have it. */
    private final Map<String, Long> rowIds;

    private final String column;
    private final float[] vector;

    private SimilarRow(Map<String, Long> rowIds, String column, float[] vector) {
        this.rowIds = rowIds;
        this.column = column;
        this.vector = vector;
    }

    static SimilarRow of(Table table, String column, long rowId) {
        Row row = read(table, column, rowId, ROW_ID);
        return new SimilarRow(Map.of(table.name(), rowId), column, row.vector(column));
    }

    static SimilarRow of(View view, String column, long rowId) {
        Row row = read(view.table(), column, rowId, ViewEngine.SOURCE_ROW_ID);
        return new SimilarRow(
                Map.of(view.name(), rowId, view.definition().source(), row.longValue(ViewEngine.SOURCE_ROW_ID)),
                column,
                row.vector(column));
    }

    private static Row read(Table table, String column, long rowId, String id) {
        String cannot = "Cannot search for rows like row " + rowId + " of '" + table.name() + "': ";
        ColumnType type =
                table.schema().column(column, "table '" + table.name() + "'").type();
        if (!(type instanceof ColumnType.Vector)) {
            throw new InvalidRequestException(
                    cannot + "column '" + column + "' is " + type + ", no vectors; choose a column of vectors");
        }
        Row row = table.query().select(column, id).rowIds(List.of(rowId)).rows().get(0);
        if (row.isNull(column)) {
            throw new InvalidRequestException(
                    cannot + "its '" + column + "' is NULL; choose another row, or backfill the column");
        }
        return row;
    }

    /**
     * The search for others; the row itself is left out where it is in the table, or in what the table is a view of.
     */
    VectorSearch searchIn(Table table) {
        VectorSearch search = table.search(column, vector);
        return idIn(table.name())
                .map(id -> Filter.col(ROW_ID).ne(id))
                .or(() -> table.viewDefinition()
                        .flatMap(view -> idIn(view.source()))
                        .map(id -> Filter.col(ViewEngine.SOURCE_ROW_ID).ne(id)))
                .map(others -> search.where(others))
                .orElse(search);
    }

    private Optional<Long> idIn(String name) {
        return Optional.ofNullable(rowIds.get(name));
    }
}
