// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.filter.Filter;
import dev.joust.internal.view.ViewEngine;
import dev.joust.query.Row;
import dev.joust.query.VectorSearch;
import dev.joust.schema.ColumnType;
import java.util.List;

/** A row that others are to be like. */
final class SimilarRow {
    private static final String ROW_ID = "_rowid";

    private final String source;
    private final long rowId;
    private final String column;
    private final float[] vector;

    /**
     * Keeps a row.
     *
     * @param source the table that it is in, or that its view is of
     * @param rowId its id there
     */
    private SimilarRow(String source, long rowId, String column, float[] vector) {
        this.source = source;
        this.rowId = rowId;
        this.column = column;
        this.vector = vector;
    }

    static SimilarRow of(Table table, String column, long rowId) {
        Row row = read(table, column, rowId, ROW_ID);
        return new SimilarRow(table.name(), rowId, column, row.vector(column));
    }

    static SimilarRow of(View view, String column, long rowId) {
        Row row = read(view.table(), column, rowId, ViewEngine.SOURCE_ROW_ID);
        return new SimilarRow(
                view.definition().source(), row.longValue(ViewEngine.SOURCE_ROW_ID), column, row.vector(column));
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

    VectorSearch searchIn(Table table) {
        VectorSearch search = table.search(column, vector);
        return table.name().equals(source) ? search.where(Filter.col(ROW_ID).ne(rowId)) : search;
    }
}
