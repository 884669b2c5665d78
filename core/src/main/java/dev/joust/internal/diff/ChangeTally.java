// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts rows whose values differ, by column, and keeps the first ones. Belongs to one thread. */
final class ChangeTally {
    /**
     * One row that differs.
     *
     * @param idBefore its id in the older version
     * @param idAfter its id in the newer version
     * @param columns those whose values differ
     */
    record ChangedRow(long idBefore, long idAfter, List<ColumnPair> columns) {
        ChangedRow {
            columns = List.copyOf(columns);
        }
    }

    private final int limit;
    private final Map<ColumnPair, Long> byColumn = new HashMap<>();
    private final List<ChangedRow> first = new ArrayList<>();
    private long rows;

    /** @param limit how many rows are kept */
    ChangeTally(int limit) {
        this.limit = limit;
    }

    void add(long idBefore, long idAfter, List<ColumnPair> columns) {
        rows++;
        columns.forEach(column -> byColumn.merge(column, 1L, Long::sum));
        if (first.size() < limit) {
            first.add(new ChangedRow(idBefore, idAfter, columns));
        }
    }

    long rows() {
        return rows;
    }

    long rowsOf(ColumnPair column) {
        return byColumn.getOrDefault(column, 0L);
    }

    List<ChangedRow> first() {
        return first;
    }
}
