// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static java.util.Objects.requireNonNull;

import dev.joust.index.IndexType;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Builds anew the full text and vector indexes over fragments with deleted rows before a compaction merges these.
 *
 * <p>Such an index keeps the deleted rows, and a compaction makes Lance forget that they are deleted: they then take
 * the places of the nearest rows, and a search finds fewer than it should. An index that was built after the deletion
 * does not hold them, so searches are right before the compaction and after it, wherever the process ends.
 *
 * <p>Threads: belongs to one compaction.
 */
public final class IndexesToCompact implements Compactor.Preparation {
    private final IndexEngine indexes;
    private final Map<String, Map<Integer, String>> deletionsWhenBuilt = new HashMap<>();

    /** Prepares a table, which stays open as long as it is used. */
    public IndexesToCompact(LanceTable table) {
        this.indexes = new IndexEngine(requireNonNull(table, "table"));
    }

    @Override
    public boolean prepare(Snapshot before, Set<Integer> fragments) {
        Map<Integer, String> all = before.deletions();
        Map<Integer, String> forgotten = new HashMap<>(all);
        forgotten.keySet().retainAll(fragments);
        boolean isNewer = false;
        for (IndexFacts facts : LanceIndexes.list(before)) {
            if (holdsDeleted(facts, forgotten)) {
                indexes.rebuildOrDrop(facts.name());
                deletionsWhenBuilt.put(facts.name(), all);
                isNewer = true;
            }
        }
        return isNewer;
    }

    private boolean holdsDeleted(IndexFacts facts, Map<Integer, String> deletions) {
        boolean isSearch = facts.type() == IndexType.FULL_TEXT || facts.isVector();
        Map<Integer, String> known = deletionsWhenBuilt.getOrDefault(facts.name(), Map.of());
        return isSearch
                && deletions.entrySet().stream()
                        .anyMatch(deletion -> facts.fragments().contains(deletion.getKey())
                                && !deletion.getValue().equals(known.get(deletion.getKey())));
    }
}
