// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.JoustException;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which fragments some indexes cover. Lance takes a fragment out of every index on a column whose values change in it,
 * where they were NULL as well; nothing but an update of the index brings it back.
 *
 * @param fragments their numbers, by the name of the index
 */
record IndexCoverage(Map<String, Set<Integer>> fragments) {
    private static final Logger LOG = LoggerFactory.getLogger(IndexCoverage.class);

    IndexCoverage {
        fragments = Map.copyOf(fragments);
    }

    /** What the indexes on some columns, and on what is nested in them, cover now. */
    static IndexCoverage of(LanceTable table, Collection<String> columns) {
        Map<String, Set<Integer>> fragments = new HashMap<>();
        try (Snapshot now = table.latest()) {
            Set<Integer> fields = columns.stream()
                    .flatMap(column -> now.fieldIds(column).stream())
                    .collect(Collectors.toSet());
            LanceIndexes.list(now).stream()
                    .filter(index -> index.fieldIds().stream().anyMatch(fields::contains))
                    .forEach(index -> fragments.put(index.name(), index.fragments()));
        }
        return new IndexCoverage(fragments);
    }

    /**
     * Updates the indexes that have lost fragments since. One that cannot be updated is a warning, because the change
     * is committed; searches and filters look at the rows that it lacks one by one.
     */
    void restore(LanceTable table) {
        for (String name : fragments.keySet().stream().sorted().toList()) {
            if (hasLost(table, name)) {
                try {
                    new IndexEngine(table).update(name);
                } catch (JoustException e) {
                    LOG.warn("Index '{}' of table '{}' cannot be updated now", name, table.name(), e);
                }
            }
        }
    }

    private boolean hasLost(LanceTable table, String name) {
        try (Snapshot now = table.latest()) {
            Optional<IndexFacts> index = LanceIndexes.list(now).stream()
                    .filter(facts -> facts.name().equals(name))
                    .findFirst();
            Set<Integer> lost = new HashSet<>(fragments.getOrDefault(name, Set.of()));
            // A compaction gives fragments other numbers, and keeps them in the index.
            lost.retainAll(now.fragments().stream().map(FragmentFacts::id).toList());
            return index.isPresent() && !index.get().fragments().containsAll(lost);
        }
    }
}
