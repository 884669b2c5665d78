// SPDX-License-Identifier: Apache-2.0
package dev.joust.diff;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * What differs between two versions of a table.
 *
 * <p>Rows with one row id are one row. Where the table declares a key, a removed and an added row with the same key are
 * one row too: an upsert replaces rows under new ids, and such rows are changed. Without a key they are removed and
 * added. A row is changed if a column that both versions have, with the same type, has another value.
 *
 * @param table its name
 * @param before the first version
 * @param after the second version, which may be the older one
 * @param key the columns of the key that both versions declare; empty if there is none
 * @param rowsBefore live rows of the first version
 * @param rowsAfter live rows of the second version
 * @param rowsAdded rows that only the second version has
 * @param rowsRemoved rows that only the first version has
 * @param rowsChanged rows of both with other values
 * @param columns the columns that differ, in the order of the second version, dropped ones last
 * @param features the features that differ
 * @param rows some of the rows that differ: added ones first, then removed ones, then changed ones; empty without a key
 */
public record TableDiff(
        String table,
        long before,
        long after,
        List<String> key,
        long rowsBefore,
        long rowsAfter,
        long rowsAdded,
        long rowsRemoved,
        long rowsChanged,
        List<ColumnDiff> columns,
        List<FeatureDiff> features,
        List<RowDiff> rows) {
    /** Copies the lists. */
    public TableDiff {
        requireNonNull(table, "table");
        key = List.copyOf(key);
        columns = List.copyOf(columns);
        features = List.copyOf(features);
        rows = List.copyOf(rows);
        if (rowsAfter != rowsBefore + rowsAdded - rowsRemoved) {
            throw new IllegalArgumentException(rowsBefore + " rows, " + rowsAdded + " added and " + rowsRemoved
                    + " removed do not make " + rowsAfter);
        }
    }

    /** Whether nothing differs. */
    public boolean isEmpty() {
        return rowsAdded == 0 && rowsRemoved == 0 && rowsChanged == 0 && columns.isEmpty() && features.isEmpty();
    }

    /** The same from the second version to the first one. */
    public TableDiff reversed() {
        List<ColumnDiff> swapped = new ArrayList<>();
        columns.forEach(column -> swapped.add(column.reversed()));
        swapped.sort(Comparator.comparing(column -> column.after().isEmpty()));
        List<RowDiff> other = new ArrayList<>();
        rows.forEach(row -> other.add(row.reversed()));
        other.sort(Comparator.comparing(RowDiff::change));
        return new TableDiff(
                table,
                after,
                before,
                key,
                rowsAfter,
                rowsBefore,
                rowsRemoved,
                rowsAdded,
                rowsChanged,
                swapped,
                features.stream().map(FeatureDiff::reversed).toList(),
                Collections.unmodifiableList(other));
    }

    /**
     * The differences in one sentence, such as {@code 12 rows added, 3 changed (timeofday in 3), feature 'dhash' went
     * from version 1 to 2}.
     */
    @Override
    public String toString() {
        return DiffWords.of(this);
    }
}
