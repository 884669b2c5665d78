// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the rows that only one of two versions has, and compares the others where their values can differ. Belongs to
 * one thread.
 */
final class RowDelta {
    private final Snapshot older;
    private final Snapshot newer;
    private final ColumnPairs columns;
    private final ChangeTally changes;
    private final RowComparison comparison;
    private final RowRefs left = new RowRefs();
    private final RowRefs arrived = new RowRefs();
    private LongList removed = new LongList();
    private LongList added = new LongList();
    private long rowsRemoved;
    private long rowsAdded;

    private RowDelta(Snapshot older, Snapshot newer, ColumnPairs columns, int limit) {
        this.older = older;
        this.newer = newer;
        this.columns = columns;
        this.changes = new ChangeTally(limit);
        this.comparison = new RowComparison(older, newer, changes);
    }

    /**
     * Compares two versions.
     *
     * @param limit how many rows of each kind are kept
     */
    static RowDelta between(Snapshot older, Snapshot newer, ColumnPairs columns, int limit) {
        RowDelta delta = new RowDelta(older, newer, columns, limit);
        delta.compare(FragmentDelta.between(older, newer, columns.comparable()), limit);
        return delta;
    }

    private void compare(FragmentDelta fragments, int limit) {
        fragments.rewritten().forEach(rewritten -> comparison.fragment(rewritten.fragment(), rewritten.columns()));
        fragments.thinned().forEach(this::split);
        if (fragments.gone().isEmpty() && left.size() == 0) {
            onlyAdded(fragments, limit);
            return;
        }
        RowRefs.scan(older, FragmentDelta.ids(fragments.gone()), (id, created, updated) -> left.add(id, created));
        left.sorted();
        BitSet stayed = new BitSet(left.size());
        match(fragments.arrived(), stayed);
        added.sort();
        for (int position = stayed.nextClearBit(0);
                position < left.size();
                position = stayed.nextClearBit(position + 1)) {
            removed.add(left.id(position));
        }
        rowsRemoved = removed.size();
        rowsAdded = added.size();
        joinByKey();
    }

    /** Sorts the rows of a fragment whose deleted rows differ: those of both stay, the others left or arrived. */
    private void split(int fragment) {
        RowRefs before = RowRefs.of(older, List.of(fragment));
        RowRefs after = RowRefs.of(newer, List.of(fragment));
        addOthers(before, after, left);
        addOthers(after, before, arrived);
    }

    private static void addOthers(RowRefs rows, RowRefs without, RowRefs target) {
        for (int i = 0; i < rows.size(); i++) {
            if (without.find(rows.id(i), rows.created(i)) < 0) {
                target.add(rows.id(i), rows.created(i));
            }
        }
    }

    /** Nothing left, so that whatever arrived is new: no row is looked at but for the first ones. */
    private void onlyAdded(FragmentDelta fragments, int limit) {
        rowsAdded = arrived.size();
        for (int i = 0; i < Math.min(limit, arrived.size()); i++) {
            added.add(arrived.id(i));
        }
        for (FragmentFacts fragment : fragments.arrived()) {
            rowsAdded += fragment.liveRows();
            if (added.size() < limit && fragment.liveRows() > 0) {
                RowRefs rows = RowRefs.of(newer, List.of(fragment.id()));
                for (int i = 0; i < rows.size() && added.size() < limit; i++) {
                    added.add(rows.id(i));
                }
            }
        }
    }

    private void match(List<FragmentFacts> fragments, BitSet stayed) {
        LongList back = new LongList();
        for (int i = 0; i < arrived.size(); i++) {
            int position = left.find(arrived.id(i), arrived.created(i));
            if (position >= 0) {
                stayed.set(position);
                back.add(arrived.id(i));
            } else {
                added.add(arrived.id(i));
            }
        }
        comparison.pairs(back, back, columns.comparable());
        if (fragments.isEmpty()) {
            return;
        }
        CompactionTrace trace = CompactionTrace.of(older, newer, columns.comparable());
        for (FragmentFacts fragment : fragments) {
            match(fragment, trace, stayed);
        }
    }

    private void match(FragmentFacts fragment, CompactionTrace trace, BitSet stayed) {
        CompactionTrace.Origin origin = trace.origin(fragment);
        LongList moved = new LongList();
        LongList rewritten = new LongList();
        RowRefs.scan(newer, List.of(fragment.id()), (id, created, updated) -> {
            int position = left.find(id, created);
            if (position < 0) {
                added.add(id);
                return;
            }
            stayed.set(position);
            boolean mayDiffer = origin.hasOthers() && (updated == 0 || updated > older.version());
            (mayDiffer ? rewritten : moved).add(id);
        });
        List<ColumnPair> all = columns.comparable();
        Set<ColumnPair> differing = origin.differing();
        comparison.pairs(moved, moved, all.stream().filter(differing::contains).toList());
        comparison.pairs(rewritten, rewritten, all);
    }

    private void joinByKey() {
        List<ColumnPair> key = columns.key();
        KeyMatches replaced = KeyMatches.of(older, removed, newer, added, key);
        if (replaced.before().size() == 0) {
            return;
        }
        List<ColumnPair> others = columns.comparable().stream()
                .filter(pair -> !key.contains(pair))
                .toList();
        comparison.pairs(replaced.before(), replaced.after(), others);
        rowsRemoved -= replaced.before().size();
        rowsAdded -= replaced.after().size();
        removed = removed.without(replaced.before());
        added = added.without(replaced.after());
    }

    /** The rows with other values. */
    ChangeTally changes() {
        return changes;
    }

    long rowsRemoved() {
        return rowsRemoved;
    }

    long rowsAdded() {
        return rowsAdded;
    }

    /** The ids of removed rows in the older version, all of them or at least the first ones. */
    LongList removed() {
        return removed;
    }

    /** The ids of added rows in the newer version, all of them or at least the first ones. */
    LongList added() {
        return added;
    }
}
