// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import dev.joust.query.VectorSearch;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The search for rows like one that is there already, which itself is not an answer. */
final class SimilarRows {
    private static final String ROW_ID = "_rowid";

    private final Table table;
    private final long rowId;
    private final String column;

    private SimilarRows(Table table, long rowId, String column) {
        this.table = table;
        this.rowId = rowId;
        this.column = column;
    }

    /**
     * Rows like this one.
     *
     * @param column the column of vectors; null for the only one
     */
    static SimilarRows to(Table table, long rowId, @Nullable String column) {
        return new SimilarRows(table, rowId, column == null ? onlyVectorColumn(table) : column);
    }

    private static String onlyVectorColumn(Table table) {
        List<String> vectors = table.schema().columns().stream()
                .filter(column -> column.type() instanceof ColumnType.Vector)
                .map(Column::name)
                .toList();
        if (vectors.size() != 1) {
            throw new InvalidRequestException("Cannot search table '" + table.name() + "' for similar rows: "
                    + (vectors.isEmpty()
                            ? "it has no column of vectors; add one as a feature"
                            : "it has " + vectors.size() + " columns of vectors; choose with --vector-column between "
                                    + Names.quoted(vectors)));
        }
        return vectors.get(0);
    }

    VectorSearch search() {
        Row row = table.query().select(column).rowIds(List.of(rowId)).rows().get(0);
        if (row.isNull(column)) {
            throw new InvalidRequestException("Cannot search table '" + table.name() + "' for rows like " + rowId
                    + ": its '" + column + "' is NULL; choose another row, or backfill the column");
        }
        return table.search(column, row.vector(column));
    }

    /** The answer without the row itself, in which each row has its id. */
    RowStream<Row> others(VectorSearch search, long limit, long offset) {
        RowStream<Row> rows = search.withRowId().limit(limit + offset + 1).stream();
        Iterator<Row> others = rows.asStream()
                .filter(row -> row.longValue(ROW_ID) != rowId)
                .skip(offset)
                .limit(limit)
                .iterator();
        return new RowStream<>(others, rows::close);
    }
}
