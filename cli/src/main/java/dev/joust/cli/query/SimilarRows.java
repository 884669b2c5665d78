// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import dev.joust.Table;
import dev.joust.View;
import dev.joust.error.InvalidRequestException;
import dev.joust.query.Row;
import dev.joust.query.VectorSearch;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The search for rows like one that is there already, which itself is not an answer.
 *
 * @param search the search for the others
 * @param note where the row is, if that is not where it was looked for first
 */
record SimilarRows(VectorSearch search, Optional<String> note) {
    private static final String SOURCE_ROW_ID = "__source_row_id";

    /**
     * Rows like one of the table, or of the view, itself.
     *
     * @param row its key or row id
     * @param column the column of vectors; null for the only one
     */
    static SimilarRows in(Table table, String row, @Nullable String column) {
        String vectors = vectorColumn(table, column);
        NamedRow named = NamedRow.in(table, row);
        return named.steps() == 0
                ? new SimilarRows(table.searchLike(vectors, named.rowId()), Optional.empty())
                : behind(table, table, named, row, vectors);
    }

    /** Rows like one of a view, which a person means by its key or its row id in the view. */
    static SimilarRows in(Table table, View view, String row, @Nullable String column) {
        String vectors = vectorColumn(view.table(), column);
        NamedRow named = NamedRow.in(view.table(), row);
        return named.steps() == 0
                ? new SimilarRows(table.searchLike(vectors, view, named.rowId()), Optional.empty())
                : behind(table, view.table(), named, row, vectors);
    }

    /** The row is not in the view where it was looked for, but in what that is a view of. */
    private static SimilarRows behind(Table table, Table view, NamedRow named, String row, String column) {
        Table holder = named.holder();
        String note = "like row '" + row + "' of '" + holder.name() + "', which view '" + view.name() + "' lacks";
        String original = SourceChain.of(view)
                .original(column, named.steps())
                .orElseThrow(() -> new InvalidRequestException("Cannot search table '" + table.name()
                        + "' for rows like '" + row + "': view '" + view.name() + "' lacks the row, and its column '"
                        + column + "' is no copy of one of '" + holder.name() + "', which has it; choose a row of the"
                        + " view, or another column"));
        if (table.name().equals(holder.name()) && original.equals(column)) {
            return new SimilarRows(table.searchLike(column, named.rowId()), Optional.of(note));
        }
        Row found = holder.query()
                .select(original)
                .rowIds(List.of(named.rowId()))
                .rows()
                .get(0);
        if (found.isNull(original)) {
            throw new InvalidRequestException("Cannot search for rows like '" + row + "' of '" + holder.name()
                    + "': its '" + original + "' is NULL; choose another row, or backfill the column");
        }
        VectorSearch search = table.search(column, found.vector(original));
        boolean mayHaveIt = table.viewDefinition()
                .filter(definition -> definition.source().equals(holder.name()))
                .isPresent();
        return new SimilarRows(
                mayHaveIt ? search.where(SOURCE_ROW_ID + " <> ?", named.rowId()) : search, Optional.of(note));
    }

    private static String vectorColumn(Table table, @Nullable String column) {
        if (column == null) {
            return onlyVectorColumn(table);
        }
        ColumnType type =
                table.schema().column(column, "table '" + table.name() + "'").type();
        if (!(type instanceof ColumnType.Vector)) {
            List<String> vectors = vectorColumns(table);
            throw new InvalidRequestException("Cannot search table '" + table.name() + "' for similar rows: column '"
                    + column + "' is " + type + ", no vectors; "
                    + (vectors.isEmpty()
                            ? "add a column of vectors as a feature"
                            : "choose with --vector-column from " + Names.quoted(vectors)));
        }
        return column;
    }

    private static List<String> vectorColumns(Table table) {
        return table.schema().columns().stream()
                .filter(column -> column.type() instanceof ColumnType.Vector)
                .map(column -> column.name())
                .toList();
    }

    private static String onlyVectorColumn(Table table) {
        List<String> vectors = vectorColumns(table);
        if (vectors.size() != 1) {
            throw new InvalidRequestException("Cannot search table '" + table.name() + "' for similar rows: "
                    + (vectors.isEmpty()
                            ? "it has no column of vectors; add one as a feature"
                            : "it has " + vectors.size() + " columns of vectors; choose with --vector-column between "
                                    + Names.quoted(vectors)));
        }
        return vectors.get(0);
    }
}
