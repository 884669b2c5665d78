// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.CommitStateUnknownException;
import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import dev.joust.internal.lance.version.History;
import dev.joust.internal.lance.version.Versions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes an old version the newest, with the indexes that it lacks only because values were changing when it was made:
 * those that a version before it had and that the newest one has.
 */
public final class RestoredIndexes {
    /** So far back an index is looked for: a backfill makes a version every few seconds. */
    private static final int MOST_VERSIONS = 1000;

    /** No running job leaves so many commits of others between two of its own; an update has a few in it. */
    private static final int MOST_OTHERS = 50;

    private RestoredIndexes() {}

    /**
     * Restores a version and builds what it lacks. A note is left before, so that the indexes of a process that is
     * killed in between are built by the next update of indexes.
     *
     * @return the new version, without the indexes that are built
     */
    public static long restore(LanceTable table, long version) {
        Versions.require(table, version);
        List<DroppedIndexes.Note> notes = leaveNotes(table, version);
        long restored;
        try {
            restored = Versions.restore(table, version);
        } catch (CommitStateUnknownException e) {
            throw e;
        } catch (JoustException e) {
            notes.forEach(note -> DroppedIndexes.remove(table, note));
            throw e;
        }
        notes.forEach(note -> SearchIndexes.rebuild(table, note));
        return restored;
    }

    /** Notes what the version lacks, with the versions that have it. */
    static List<DroppedIndexes.Note> leaveNotes(LanceTable table, long version) {
        Set<String> lacking = lacking(table, version);
        if (lacking.isEmpty()) {
            return List.of();
        }
        List<DroppedIndexes.Note> notes = new ArrayList<>();
        int others = 0;
        for (long earlier : before(table, version)) {
            if (lacking.isEmpty() || others > MOST_OTHERS) {
                break;
            }
            try (Snapshot at = table.at(earlier)) {
                List<String> found = LanceIndexes.list(at).stream()
                        .map(IndexFacts::name)
                        .filter(lacking::remove)
                        .toList();
                if (!found.isEmpty()) {
                    notes.add(DroppedIndexes.leave(table, earlier, found));
                }
                others = History.properties(at).containsKey(Changes.JOB) ? 0 : others + 1;
            } catch (NotFoundException e) {
                // A cleanup has just taken it.
            }
        }
        return notes;
    }

    private static List<Long> before(LanceTable table, long version) {
        return Versions.numbers(table).stream()
                .filter(number -> number < version)
                .sorted(Comparator.reverseOrder())
                .limit(MOST_VERSIONS)
                .toList();
    }

    /** Indexes of the newest version on columns that the other one has too, without the index. */
    private static Set<String> lacking(LanceTable table, long version) {
        Set<String> lacking = new HashSet<>();
        try (Snapshot now = table.latest();
                Snapshot then = table.at(version)) {
            for (IndexFacts facts : LanceIndexes.list(now)) {
                Optional<String> column = then.path(facts.fieldIds().get(0));
                if (column.isPresent()) {
                    lacking.add(facts.name());
                }
            }
            LanceIndexes.list(then).forEach(facts -> lacking.remove(facts.name()));
        }
        return lacking;
    }
}
