// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.encoder.EncoderIdentity;
import dev.joust.error.InvalidRequestException;
import dev.joust.filter.Filter;
import dev.joust.query.Row;
import dev.joust.query.VectorSearch;
import dev.joust.schema.ColumnType;
import java.util.List;
import java.util.Optional;

/** A row that others are to be like. */
final class SimilarRow {
    private static final String ROW_ID = "_rowid";

    private final Table table;
    private final String column;
    private final long rowId;
    private final float[] vector;

    private SimilarRow(Table table, String column, long rowId) {
        this.table = table;
        this.column = column;
        this.rowId = rowId;
        this.vector = read();
    }

    static SimilarRow of(Table table, String column, long rowId) {
        return new SimilarRow(table, column, rowId);
    }

    private float[] read() {
        ColumnType type =
                table.schema().column(column, "table '" + table.name() + "'").type();
        if (!(type instanceof ColumnType.Vector)) {
            throw new InvalidRequestException(
                    cannot() + "column '" + column + "' is " + type + ", no vectors; choose a column of vectors");
        }
        Row row = table.query().select(column).rowIds(List.of(rowId)).rows().get(0);
        if (row.isNull(column)) {
            throw new InvalidRequestException(
                    cannot() + "its '" + column + "' is NULL; choose another row, or backfill the column");
        }
        return row.vector(column);
    }

    private String cannot() {
        return "Cannot search for rows like row " + rowId + " of '" + table.name() + "': ";
    }

    /**
     * The search for others; the row itself is left out where it is in the table, or in what the table is a view of.
     *
     * @throws InvalidRequestException if models that differ made vectors of the row's column or of the searched one
     */
    VectorSearch searchIn(Table searched) {
        Optional<CopiedColumn> here = EncodedSearch.encoded(table, column);
        EncodedSearch.requireOneModel(here, cannot());
        VectorSearch search = searched.search(column, vector);
        if (searched.name().equals(table.name())) {
            return search.where(Filter.col(ROW_ID).ne(rowId));
        }
        Optional<CopiedColumn> there = EncodedSearch.encoded(searched, column);
        requireSameModel(here, there, searched);
        EncodedSearch.requireOneModel(there, cannot());
        return ViewRows.from(table, rowId)
                .otherThanIn(searched)
                .map(search::where)
                .orElse(search);
    }

    private void requireSameModel(Optional<CopiedColumn> here, Optional<CopiedColumn> there, Table searched) {
        Optional<EncoderIdentity> mine = here.flatMap(EncodedSearch::named);
        Optional<EncoderIdentity> others = there.flatMap(EncodedSearch::named);
        if (mine.isPresent() && others.isPresent() && !mine.equals(others)) {
            throw new InvalidRequestException(
                    cannot() + "its vector is of encoder " + mine.get() + ", and those of '" + searched.name()
                            + "' are of " + others.get() + "; refresh the view, so that both are of one model");
        }
    }
}
