// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static java.util.Objects.requireNonNull;

import dev.joust.error.CommitConflictException;
import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.ColumnCommit;
import dev.joust.internal.lance.commit.RowAddresses;
import dev.joust.internal.lance.files.ColumnFile;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Updates values by SQL expressions.
 *
 * <p>For each fragment that has such rows, one file with the columns that are set is written; nothing else is read or
 * copied, and rows keep their ids. All fragments are committed together, or none.
 */
public final class Updates {
    private static final int ATTEMPTS = 20;

    private final LanceTable table;
    private final Map<String, String> set;
    private final String where;
    private final Map<Integer, Written> written = new TreeMap<>();

    private Updates(LanceTable table, Map<String, String> set, String where) {
        this.table = table;
        this.set = new LinkedHashMap<>(set);
        this.where = where;
    }

    /** A file, and the fragment and rows that it was written for. */
    private record Written(FragmentFacts fragment, BitSet rows, ColumnFile file, Map<String, Long> missing) {}

    /**
     * Sets columns of the rows for which a filter is true, and counts these rows.
     *
     * <p>Expressions see the old values of their row. A value is converted to the column's type if nothing but floating
     * point precision is lost; one that is too large fails. Names with capital letters need double quotes in
     * expressions. If another writer changes one of the fragments meanwhile, it is computed again.
     *
     * @param set columns to SQL expressions; NULL for no value
     * @param where SQL over the table's columns; {@code true} for all rows
     * @param properties stored with the commit
     * @throws InvalidRequestException if the filter is empty, an expression cannot be evaluated, a key column is set,
     *     or rows would get NULL in a column that has none
     * @throws dev.joust.error.NotFoundException if there is no such column
     * @throws dev.joust.error.SchemaMismatchException if an expression has a type that does not fit its column
     * @throws CommitConflictException if other writers were first twenty times in a row
     */
    public static RowsChanged update(
            LanceTable table,
            Map<String, String> set,
            String where,
            IndexKeeper indexes,
            Map<String, String> properties) {
        requireNonNull(indexes, "indexes");
        Filters.require(where, "update table '" + table.name() + "'");
        return new Updates(table, set, where).run(indexes, Changes.named("update", properties));
    }

    private RowsChanged run(IndexKeeper indexes, Map<String, String> properties) {
        @Nullable Runnable rebuild = null;
        boolean committed = false;
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                long version;
                long rows;
                try (Snapshot now = table.latest()) {
                    version = now.version();
                    rows = write(now);
                }
                if (rows == 0) {
                    return new RowsChanged(version, 0);
                }
                if (rebuild == null) {
                    rebuild = indexes.drop(table, set.keySet());
                }
                List<ColumnFile> files =
                        written.values().stream().map(Written::file).toList();
                ColumnCommit.Outcome outcome = ColumnCommit.commitTogether(table, files, properties);
                committed = !outcome.committed().isEmpty();
                if (committed) {
                    return new RowsChanged(outcome.version(), rows);
                }
            }
            throw new CommitConflictException("Cannot update table '" + table.name() + "': other writers changed its"
                    + " rows " + ATTEMPTS + " times while the new values were computed; try again");
        } catch (dev.joust.error.CommitStateUnknownException e) {
            committed = true;
            throw e;
        } finally {
            if (!committed) {
                written.values().forEach(w -> ColumnCommit.discard(table, w.file()));
            }
            if (rebuild != null) {
                rebuild.run();
            }
        }
    }

    /** Brings the files up to date with a version; returns how many rows they change. */
    private long write(Snapshot now) {
        Assignments assignments = Assignments.of(now, set);
        String filter = Filters.text(now, where, "update table '" + now.table().name() + "'");
        RowAddresses rows =
                Filters.matching(now, where, "update table '" + now.table().name() + "'");
        Map<Integer, Written> before = new HashMap<>(written);
        written.clear();
        try {
            for (FragmentFacts fragment : now.fragments()) {
                if (rows.fragments().contains(fragment.id())) {
                    BitSet offsets = rows.offsets(fragment.id());
                    Written old = before.get(fragment.id());
                    if (old != null
                            && old.fragment().files().equals(fragment.files())
                            && old.rows().equals(offsets)) {
                        written.put(fragment.id(), old);
                        before.remove(fragment.id());
                    } else {
                        FragmentUpdate update = new FragmentUpdate(now, fragment, assignments, filter, offsets);
                        ColumnFile file = update.write();
                        written.put(fragment.id(), new Written(fragment, offsets, file, update.missing()));
                    }
                }
            }
        } finally {
            before.values().forEach(w -> ColumnCommit.discard(table, w.file()));
        }
        requireValues(rows.count());
        return rows.count();
    }

    private void requireValues(long rows) {
        Map<String, Long> missing = new TreeMap<>();
        written.values().forEach(w -> w.missing().forEach((column, n) -> missing.merge(column, n, Long::sum)));
        missing.forEach((column, n) -> {
            throw new InvalidRequestException("Cannot update column '" + column + "' of table '" + table.name()
                    + "': " + n + " of " + rows + " rows would get NULL, and its values are never NULL; change the"
                    + " expression or the filter");
        });
    }
}
