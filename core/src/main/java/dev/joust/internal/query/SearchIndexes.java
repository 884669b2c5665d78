// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.JoustException;
import dev.joust.index.Index;
import dev.joust.index.IndexType;
import dev.joust.internal.change.IndexKeeper;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops full text, vector, bitmap and label list indexes before values under them change, and builds them again after.
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
            for (IndexFacts facts : LanceIndexes.list(snapshot)) {
                if (keepsOldValues(facts) && facts.fieldIds().stream().anyMatch(fields::contains)) {
                    settings(table, snapshot, facts).ifPresent(dropped::add);
                    LanceIndexes.drop(table, facts.name());
                }
            }
        }
        return () -> dropped.forEach(index -> create(table, index));
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
