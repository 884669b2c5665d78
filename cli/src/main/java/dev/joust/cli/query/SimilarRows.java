// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import dev.joust.Table;
import dev.joust.View;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.query.VectorSearch;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The search for rows like one that is there already, which itself is not an answer. */
final class SimilarRows {
    private static final String ROW_ID = "_rowid";
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final String KEY = "lance-schema:unenforced-primary-key";

    private final Table table;
    private final @Nullable View view;
    private final long rowId;
    private final String column;

    private SimilarRows(Table table, @Nullable View view, long rowId, String column) {
        this.table = table;
        this.view = view;
        this.rowId = rowId;
        this.column = column;
    }

    /**
     * Rows like this one.
     *
     * @param column the column of vectors; null for the only one
     */
    static SimilarRows to(Table table, long rowId, @Nullable String column) {
        if (column == null) {
            return new SimilarRows(table, null, rowId, onlyVectorColumn(table));
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
        return new SimilarRows(table, null, rowId, column);
    }

    /** Rows like one of a view, which a person means by its key or its row id in the view. */
    static SimilarRows to(Table table, View view, String row, @Nullable String column) {
        long rowId = rowId(view.table(), row);
        return new SimilarRows(table, view, rowId, to(view.table(), rowId, column).column);
    }

    /**
     * The id of the row that a person means.
     *
     * @param text a value of the declared key, or a row id where no row has that value
     */
    static long rowId(Table table, String text) {
        List<Column> keys = table.schema().columns().stream()
                .filter(column -> "true".equalsIgnoreCase(column.metadata().get(KEY)))
                .toList();
        if (keys.size() == 1) {
            Optional<Long> found = withKey(table, keys.get(0), text);
            if (found.isPresent()) {
                return found.get();
            }
        }
        if (WHOLE_NUMBER.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        String cannot = "Cannot search table '" + table.name() + "' for rows like '" + text + "': ";
        if (keys.size() != 1) {
            throw new InvalidRequestException(
                    cannot + (keys.isEmpty() ? "it declares no key" : "its key has " + keys.size() + " columns")
                            + ", and this is not a whole number; give a row id, which joust query --row-id shows");
        }
        throw new NotFoundException(
                cannot + "no row has it as its '" + keys.get(0).name() + "'; check the value", "row", text, List.of());
    }

    private static Optional<Long> withKey(Table table, Column key, String text) {
        String name = "`" + key.name() + "`";
        boolean isText = key.type().toString().endsWith("utf8");
        return table
                .query()
                .select(key.name())
                .where((isText ? name : "CAST(" + name + " AS VARCHAR)") + " = ?", text)
                .withRowId()
                .limit(1)
                .rows()
                .stream()
                .map(row -> row.longValue(ROW_ID))
                .findFirst();
    }

    private static List<String> vectorColumns(Table table) {
        return table.schema().columns().stream()
                .filter(column -> column.type() instanceof ColumnType.Vector)
                .map(Column::name)
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

    /** The search for the others. */
    VectorSearch search() {
        return view == null ? table.searchLike(column, rowId) : table.searchLike(column, view, rowId);
    }
}
