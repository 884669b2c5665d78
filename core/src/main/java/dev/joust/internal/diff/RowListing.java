// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import dev.joust.diff.RowDiff;
import dev.joust.diff.RowDiff.Change;
import dev.joust.internal.arrow.RowReader;
import dev.joust.internal.lance.Snapshot;
import dev.joust.query.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys of the first rows that differ, and of changed ones the values. */
final class RowListing {
    private final Snapshot older;
    private final Snapshot newer;
    private final List<ColumnPair> key;

    RowListing(Snapshot older, Snapshot newer, List<ColumnPair> key) {
        this.older = older;
        this.newer = newer;
        this.key = key;
    }

    /** Reads at most so many rows of each kind; none without a key. */
    List<RowDiff> of(RowDelta delta, int limit) {
        List<RowDiff> rows = new ArrayList<>();
        if (key.isEmpty() || limit == 0) {
            return rows;
        }
        List<String> before = RowComparison.namesBefore(key);
        List<String> after = RowComparison.namesAfter(key);
        rows(newer, delta.added().slice(0, limit), after)
                .forEach(row -> rows.add(new RowDiff(Change.ADDED, keyOf(row, after), List.of())));
        rows(older, delta.removed().slice(0, limit), before)
                .forEach(row -> rows.add(new RowDiff(Change.REMOVED, keyOf(row, before), List.of())));
        delta.changes().first().forEach(row -> rows.add(changed(row, after)));
        return rows;
    }

    private RowDiff changed(ChangeTally.ChangedRow changed, List<String> keyColumns) {
        Set<String> columns = new LinkedHashSet<>(keyColumns);
        columns.addAll(RowComparison.namesAfter(changed.columns()));
        Row after =
                rows(newer, List.of(changed.idAfter()), List.copyOf(columns)).get(0);
        Row before = rows(older, List.of(changed.idBefore()), RowComparison.namesBefore(changed.columns()))
                .get(0);
        List<RowDiff.Value> values = new ArrayList<>();
        for (ColumnPair pair : changed.columns()) {
            String name = pair.after().name();
            values.add(new RowDiff.Value(name, before.value(pair.before().name()), after.value(name)));
        }
        return new RowDiff(Change.CHANGED, keyOf(after, keyColumns), values);
    }

    private static List<Row> rows(Snapshot snapshot, List<Long> ids, List<String> columns) {
        List<Row> rows = new ArrayList<>();
        if (ids.isEmpty()) {
            return rows;
        }
        try (RowCursor cursor = RowCursor.ofRows(snapshot, ids, columns)) {
            while (cursor.advance()) {
                rows.add(RowReader.of(cursor.batch()).read(cursor.row()));
            }
        }
        return rows;
    }

    private static Map<String, @Nullable Object> keyOf(Row row, List<String> columns) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        columns.forEach(column -> values.put(column, row.value(column)));
        return values;
    }
}
