// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.JoustException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Columns;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import dev.joust.query.Query;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Types;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives a column another type: one scan of it, one file for each fragment, one commit. Where a value might not fit, all
 * are looked at before. Indexes on the column are built anew after it.
 */
public final class ColumnCast {
    private final LanceTable table;
    private final String column;
    private final ColumnType to;
    private final String what;

    private ColumnCast(LanceTable table, String column, ColumnType to) {
        this.table = table;
        this.column = column;
        this.to = to;
        this.what = "cast column '" + column + "' of table '" + table.name() + "' to " + to;
    }

    /**
     * Casts a column.
     *
     * @param allowed throws if a version stands against it
     * @return the version that has the new type; indexes are built after it
     * @throws InvalidRequestException if there is no such column, it is a key, there is no such cast, or a value does
     *     not fit
     */
    public static long cast(LanceTable table, String column, ColumnType to, Consumer<Snapshot> allowed) {
        return new ColumnCast(table, column, to).run(allowed);
    }

    private long run(Consumer<Snapshot> allowed) {
        DroppedIndexes.Note note;
        try (Snapshot now = table.latest()) {
            List<String> names =
                    LanceIndexes.of(now, column).stream().map(IndexFacts::name).toList();
            note = DroppedIndexes.leave(table, now.version(), names);
        }
        long version;
        try {
            version = Columns.cast(table, column, to, now -> {
                allowed.accept(now);
                requireCast(now);
            });
        } catch (JoustException e) {
            rebuildAfter(e, note);
            throw e;
        }
        SearchIndexes.rebuild(table, note);
        return version;
    }

    /** A cast that was refused has dropped no index; one that failed later may have. */
    private void rebuildAfter(JoustException failure, DroppedIndexes.Note note) {
        try {
            SearchIndexes.rebuild(table, note);
        } catch (JoustException e) {
            failure.addSuppressed(e);
        }
    }

    private void requireCast(Snapshot now) {
        Column before = TableColumns.of(now, what).column(column);
        ColumnType from = before.type();
        if (now.keyColumns().contains(column)) {
            throw refused("it is the key that the table declares", "add a column with the other type instead");
        } else if (from.equals(to)) {
            throw refused("it has that type already", "choose another type");
        } else if (!isCast(from, to)) {
            throw refused(
                    "it is " + from,
                    "Lance casts whole numbers but uint64 to others, fractions to others, utf8 to large_utf8 and back,"
                            + " and vectors of fractions to others; for other types add a column that is computed");
        }
        if (element(to).equals(Types.FLOAT64)
                && to instanceof ColumnType.Vector
                && !LanceIndexes.of(now, column).isEmpty()) {
            throw refused("it has an index, which takes vectors of float16 and float32", "drop the index first");
        }
        if (!isAlwaysFitting(element(from), element(to))) {
            requireFitting(now);
        }
    }

    private static boolean isCast(ColumnType from, ColumnType to) {
        if (from instanceof ColumnType.Vector before && to instanceof ColumnType.Vector after) {
            return before.dimension() == after.dimension()
                    && before.element().type() instanceof ColumnType.Floating
                    && after.element().type() instanceof ColumnType.Floating;
        }
        return (from instanceof ColumnType.Floating && to instanceof ColumnType.Floating)
                || (isWhole(from) && isWhole(to))
                || (isText(from) && isText(to));
    }

    private static boolean isText(ColumnType type) {
        return type instanceof ColumnType.Utf8 || type instanceof ColumnType.LargeUtf8;
    }

    private static boolean isWhole(ColumnType type) {
        return type instanceof ColumnType.Int number && (number.signed() || number.bits() < Long.SIZE);
    }

    private static ColumnType element(ColumnType type) {
        return type instanceof ColumnType.Vector vector ? vector.element().type() : type;
    }

    private static boolean isAlwaysFitting(ColumnType from, ColumnType to) {
        if (from instanceof ColumnType.Floating before && to instanceof ColumnType.Floating after) {
            return before.bits() <= after.bits();
        } else if (from instanceof ColumnType.Int before && to instanceof ColumnType.Int after) {
            return before.signed() == after.signed()
                    ? before.bits() <= after.bits()
                    : after.signed() && before.bits() < after.bits();
        }
        return isText(from);
    }

    private void requireFitting(Snapshot now) {
        Query all = Query.of(new TableQueries(table))
                .atVersion(now.version())
                .select(column)
                .withRowId();
        try (RowStream<Row> rows = all.stream()) {
            while (rows.hasNext()) {
                Row row = rows.next();
                @Nullable Object value = row.value(column);
                if (value instanceof Number number) {
                    requireFitting(row, number);
                } else if (value instanceof float[] vector) {
                    for (float number : vector) {
                        requireFitting(row, number);
                    }
                } else if (value instanceof double[] vector) {
                    for (double number : vector) {
                        requireFitting(row, number);
                    }
                }
            }
        }
    }

    private void requireFitting(Row row, Number value) {
        if (!CastRange.fits(value, element(to))) {
            throw refused(
                    "the row with _rowid " + row.longValue(TableColumns.ROW_ID) + " holds " + value
                            + ", which does not fit",
                    "change such rows first, or choose a larger type");
        }
    }

    private InvalidRequestException refused(String why, String advice) {
        return new InvalidRequestException("Cannot " + what + ": " + why + "; " + advice);
    }
}
