// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.index.Index;
import dev.joust.index.IndexType;
import dev.joust.internal.change.IndexKeeper;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import dev.joust.internal.lance.version.Versions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops full text, vector, bitmap and label list indexes before values under them change, and builds them again after:
 * where the process was killed in between, the next backfill or update of indexes does.
 *
 * <p>Exceptions: an index that cannot be built again is a warning, because the change itself is committed by then;
 * searches read all rows until it is created by hand.
 */
public final class SearchIndexes implements IndexKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(SearchIndexes.class);

    @Override
    public Runnable drop(LanceTable table, Collection<String> columns) {
        List<Index> dropped = new ArrayList<>();
        try (Snapshot snapshot = table.latest()) {
            Set<Integer> fields = columns.stream()
                    .flatMap(column -> snapshot.fieldIds(column).stream())
                    .collect(Collectors.toSet());
            List<IndexFacts> concerned = keeping(snapshot, fields);
            if (concerned.isEmpty()) {
                return () -> rebuildNewer(table, fields, List.of());
            }
            DroppedIndexes.Note note = DroppedIndexes.leave(
                    table,
                    snapshot.version(),
                    concerned.stream().map(IndexFacts::name).toList());
            for (IndexFacts facts : concerned) {
                settings(table, snapshot, facts).ifPresent(dropped::add);
                drop(table, facts.name());
            }
            return () -> {
                dropped.forEach(index -> create(table, index));
                DroppedIndexes.remove(table, note);
                rebuildNewer(table, fields, note.names());
            };
        }
    }

    /** Another writer may drop it at the same time. */
    private static void drop(LanceTable table, String name) {
        try {
            LanceIndexes.drop(table, name);
        } catch (JoustException e) {
            if (LanceIndexes.isThere(table, name)) {
                throw e;
            }
        }
    }

    private static List<IndexFacts> keeping(Snapshot snapshot, Set<Integer> fields) {
        return LanceIndexes.list(snapshot).stream()
                .filter(facts ->
                        keepsOldValues(facts) && facts.fieldIds().stream().anyMatch(fields::contains))
                .toList();
    }

    /** Another writer may have created an index after the others were dropped and before the values changed. */
    private static void rebuildNewer(LanceTable table, Set<Integer> fields, List<String> rebuilt) {
        try (Snapshot now = table.latest()) {
            for (IndexFacts facts : keeping(now, fields)) {
                boolean isBehind = facts.segments().stream().anyMatch(segment -> isBehind(now, segment));
                if (isBehind && !rebuilt.contains(facts.name())) {
                    settings(table, now, facts).ifPresent(index -> create(table, index));
                }
            }
        }
    }

    /** Fragments whose values changed are in no index that was there before. */
    private static boolean isBehind(Snapshot now, IndexFacts.Segment segment) {
        return now.fragments().stream()
                .anyMatch(fragment -> !segment.fragments().contains(fragment.id()));
    }

    @Override
    public Runnable covering(LanceTable table, Collection<String> columns) {
        IndexCoverage before = IndexCoverage.of(table, columns);
        return () -> before.restore(table);
    }

    @Override
    public void restore(LanceTable table) {
        DroppedIndexes.left(table).forEach(note -> rebuild(table, note));
    }

    /** Builds again what a note names, and forgets it. */
    static void rebuild(LanceTable table, DroppedIndexes.Note note) {
        missing(table, note).forEach(index -> create(table, index));
        DroppedIndexes.remove(table, note);
    }

    private static List<Index> missing(LanceTable table, DroppedIndexes.Note note) {
        List<Index> missing = new ArrayList<>();
        try (Snapshot now = table.latest();
                Snapshot then = Versions.open(table, note.version())) {
            Set<String> there =
                    LanceIndexes.list(now).stream().map(IndexFacts::name).collect(Collectors.toSet());
            for (IndexFacts facts : LanceIndexes.list(then)) {
                if (note.names().contains(facts.name()) && !there.contains(facts.name())) {
                    settings(table, then, facts).ifPresent(missing::add);
                }
            }
        } catch (NotFoundException e) {
            LOG.warn(
                    "Indexes {} of table '{}' were dropped by a process that was killed, and how they were made is not"
                            + " known any more; create them again",
                    note.names(),
                    table.name());
        }
        return missing;
    }

    /** Of the indexes that Joust makes, only a B-tree forgets the values that are replaced. */
    private static boolean keepsOldValues(IndexFacts facts) {
        return facts.type() != IndexType.BTREE;
    }

    private static Optional<Index> settings(LanceTable table, Snapshot snapshot, IndexFacts facts) {
        String column = snapshot.path(facts.fieldIds().get(0)).orElseThrow();
        Optional<Index> settings = StoredSettings.of(snapshot, facts, column);
        if (settings.isEmpty()) {
            LOG.warn(
                    "Index '{}' of table '{}' was made by another program and is dropped, because values under it"
                            + " change; create it again with that program",
                    facts.name(),
                    table.name());
        }
        return settings;
    }

    private static void create(LanceTable table, Index index) {
        try {
            new IndexEngine(table).create(index);
        } catch (JoustException e) {
            LOG.warn(
                    "Index '{}' of table '{}' was dropped because values under it changed, and cannot be built again;"
                            + " searches read all rows until it is created",
                    index.name(),
                    table.name(),
                    e);
        }
    }
}
