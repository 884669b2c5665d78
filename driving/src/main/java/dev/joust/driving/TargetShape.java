// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.RecordType;
import dev.joust.schema.TableSchema;
import dev.joust.view.ViewDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what stands between the rows of an ingest and a table that exists, before an image is read. */
final class TargetShape {
    private TargetShape() {}

    /**
     * Requires a table that the records fit.
     *
     * @throws InvalidRequestException if it is a view
     * @throws SchemaMismatchException if it lacks a column of the records, has one of another kind, or has one of its
     *     own that is never NULL
     */
    static void requireFit(Table table, Class<? extends Record> type) {
        List<String> obstacles = obstacles(table.schema(), RecordType.of(type).schema());
        if (obstacles.isEmpty()) {
            return;
        }
        String name = table.name();
        table.viewDefinition().map(ViewDefinition::source).ifPresent(source -> {
            throw new InvalidRequestException("Cannot ingest into '" + name + "': it is a view of '" + source
                    + "'; ingest into '" + source + "' and refresh the view");
        });
        throw new SchemaMismatchException("Cannot ingest into table '" + name + "': " + String.join(", and ", obstacles)
                + "; ingest into another table, or a new one");
    }

    private static List<String> obstacles(TableSchema table, TableSchema rows) {
        List<String> missing = new ArrayList<>();
        List<String> different = new ArrayList<>();
        for (Column wanted : rows.columns()) {
            Optional<Column> column = find(table, wanted.name());
            if (column.isEmpty()) {
                missing.add("'" + wanted.name() + "' (" + wanted.type() + ")");
            } else if (!takes(column.get().type(), wanted.type())) {
                different.add("its column '" + wanted.name() + "' is "
                        + column.get().type() + " where " + wanted.type() + " is needed");
            }
        }
        List<String> unfilled = table.columns().stream()
                .filter(column ->
                        !column.nullable() && find(rows, column.name()).isEmpty())
                .map(column -> "'" + column.name() + "'")
                .toList();
        List<String> obstacles = new ArrayList<>();
        if (!missing.isEmpty()) {
            obstacles.add("it lacks " + columns(missing));
        }
        obstacles.addAll(different);
        if (!unfilled.isEmpty()) {
            obstacles.add("the images have no value for its NOT NULL " + columns(unfilled));
        }
        return obstacles;
    }

    private static String columns(List<String> columns) {
        return (columns.size() == 1 ? "column " : "columns ") + String.join(", ", columns);
    }

    private static Optional<Column> find(TableSchema schema, String name) {
        return schema.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }

    /** Whether a column takes values of a type; core refuses a number that the column's type is too small for. */
    private static boolean takes(ColumnType column, ColumnType value) {
        if (value instanceof ColumnType.Int || value instanceof ColumnType.Floating) {
            return column instanceof ColumnType.Int
                    || column instanceof ColumnType.Floating
                    || column instanceof ColumnType.Decimal;
        } else if (value instanceof ColumnType.Utf8) {
            return column instanceof ColumnType.Utf8 || column instanceof ColumnType.LargeUtf8;
        } else if (value instanceof ColumnType.LargeBinary) {
            return column instanceof ColumnType.Binary || column instanceof ColumnType.LargeBinary;
        } else if (value instanceof ColumnType.ListOf list) {
            return (column instanceof ColumnType.ListOf || column instanceof ColumnType.LargeListOf)
                    && takes(
                            column.children().get(0).type(),
                            list.children().get(0).type());
        }
        return column.equals(value);
    }
}
