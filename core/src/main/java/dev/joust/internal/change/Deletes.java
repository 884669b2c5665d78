// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static java.util.Objects.requireNonNull;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.RowAddresses;
import dev.joust.internal.lance.commit.RowCommit;
import java.util.Map;

/** Deletes rows by SQL. */
public final class Deletes {
    private Deletes() {}

    /**
     * Deletes the rows for which a filter is true, and counts them.
     *
     * <p>If another writer changes one of the fragments meanwhile, the filter is evaluated again on the newest version.
     *
     * @param where SQL over the table's columns; {@code true} for all rows
     * @param properties stored with the commit
     * @throws dev.joust.error.InvalidRequestException if the filter is empty or cannot be evaluated
     * @throws dev.joust.error.CommitConflictException if other writers were first twenty times in a row
     */
    public static RowsChanged delete(LanceTable table, String where, Map<String, String> properties) {
        requireNonNull(where, "where");
        Filters.require(where, "delete from table '" + table.name() + "'");
        Map<String, String> named = Changes.named("delete", properties);
        return Changes.retried(table, now -> deleteOn(now, where, named));
    }

    private static RowsChanged deleteOn(Snapshot now, String where, Map<String, String> properties) {
        String what = "delete from table '" + now.table().name() + "'";
        RowAddresses rows = Filters.matching(now, where, what);
        if (rows.count() == 0) {
            return new RowsChanged(now.version(), 0);
        }
        return new RowsChanged(RowCommit.delete(now, rows, Filters.text(now, where, what), properties), rows.count());
    }
}
