// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import dev.joust.diff.ColumnDiff;
import dev.joust.diff.TableDiff;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.version.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what differs between two versions of a table; the package says how.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class DiffEngine {
    private DiffEngine() {}

    /**
     * Compares two versions.
     *
     * @param before may be newer than the other one
     * @param limit how many rows of each kind are listed at most, if there is a key
     * @throws dev.joust.error.NotFoundException if one of them does not exist
     */
    public static TableDiff between(LanceTable table, long before, long after, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative but was " + limit);
        }
        try (Snapshot first = Versions.open(table, before);
                Snapshot second = Versions.open(table, after)) {
            return before <= after
                    ? compare(first, second, limit)
                    : compare(second, first, limit).reversed();
        }
    }

    private static TableDiff compare(Snapshot older, Snapshot newer, int limit) {
        ColumnPairs columns = new ColumnPairs(older, newer);
        List<ColumnPair> key = columns.key();
        RowDelta rows = RowDelta.between(older, newer, columns, key.isEmpty() ? 0 : limit);
        return new TableDiff(
                newer.table().name(),
                older.version(),
                newer.version(),
                RowComparison.namesAfter(key),
                older.count(),
                newer.count(),
                rows.rowsAdded(),
                rows.rowsRemoved(),
                rows.changes().rows(),
                columns(columns, rows.changes()),
                new FeatureChanges(older, newer).all(),
                new RowListing(older, newer, key).of(rows, limit));
    }

    private static List<ColumnDiff> columns(ColumnPairs columns, ChangeTally changes) {
        List<ColumnDiff> differing = new ArrayList<>();
        for (ColumnPair pair : columns.all()) {
            long rows = changes.rowsOf(pair);
            if (rows > 0 || pair.isRenamed() || !pair.isComparable()) {
                differing.add(new ColumnDiff(Optional.of(pair.before()), Optional.of(pair.after()), rows));
            }
        }
        columns.added().forEach(column -> differing.add(new ColumnDiff(Optional.empty(), Optional.of(column), 0)));
        columns.dropped().forEach(column -> differing.add(new ColumnDiff(Optional.of(column), Optional.empty(), 0)));
        return differing;
    }
}
