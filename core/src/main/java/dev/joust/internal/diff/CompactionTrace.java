// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.version.FragmentMoves;
import dev.joust.internal.lance.version.FragmentMoves.Move;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows rows that compactions moved back to the fragments of an older version, and says which of their columns can
 * have changed on the way. That is known while all versions between are there; otherwise every column can have changed.
 * Belongs to one thread.
 */
final class CompactionTrace {
    /**
     * What is known about rows of one fragment of the newer version that the older one has too.
     *
     * @param differing the columns whose values can differ in any row
     * @param hasOthers whether some rows were written by no known compaction, so that nothing is known about them; they
     *     have been rewritten since the older version
     */
    record Origin(Set<ColumnPair> differing, boolean hasOthers) {
        Origin {
            differing = Set.copyOf(differing);
        }
    }

    private final Map<Integer, FragmentFacts> older = new HashMap<>();
    private final List<ColumnPair> columns;
    private final Map<Integer, Move> byWritten = new HashMap<>();
    private final boolean isKnown;

    private CompactionTrace(Snapshot older, List<ColumnPair> columns, Optional<List<Move>> moves) {
        older.fragments().forEach(fragment -> this.older.put(fragment.id(), fragment));
        this.columns = columns;
        this.isKnown = moves.isPresent();
        for (Move move : moves.orElse(List.of())) {
            move.written().forEach(fragment -> byWritten.put(fragment.id(), move));
        }
    }

    static CompactionTrace of(Snapshot older, Snapshot newer, List<ColumnPair> columns) {
        return new CompactionTrace(older, columns, FragmentMoves.since(newer, older.version()));
    }

    /** Where the rows of a fragment of the newer version come from. */
    Origin origin(FragmentFacts fragment) {
        if (!isKnown || !byWritten.containsKey(fragment.id())) {
            return new Origin(new LinkedHashSet<>(columns), true);
        }
        Map<Integer, FragmentFacts> seen = new LinkedHashMap<>();
        Set<ColumnPair> differing = new LinkedHashSet<>();
        boolean hasOthers = follow(fragment, differing, seen);
        return new Origin(differing, hasOthers);
    }

    private boolean follow(FragmentFacts fragment, Set<ColumnPair> differing, Map<Integer, FragmentFacts> seen) {
        Move move = byWritten.get(fragment.id());
        if (move == null) {
            return isOther(fragment, differing);
        }
        boolean hasOthers = false;
        columns.stream()
                .filter(column -> !written(move, fragment.id())
                        .filesOf(column.idsAfter())
                        .equals(fragment.filesOf(column.idsAfter())))
                .forEach(differing::add);
        for (FragmentFacts replaced : move.replaced()) {
            if (seen.put(replaced.id(), replaced) == null) {
                hasOthers |= follow(replaced, differing, seen);
            }
        }
        return hasOthers;
    }

    private boolean isOther(FragmentFacts fragment, Set<ColumnPair> differing) {
        @Nullable FragmentFacts before = older.get(fragment.id());
        if (before == null) {
            return true;
        }
        columns.stream()
                .filter(column -> !column.hasSameFiles(before, fragment))
                .forEach(differing::add);
        return false;
    }

    private static FragmentFacts written(Move move, int fragment) {
        return move.written().stream()
                .filter(written -> written.id() == fragment)
                .findFirst()
                .orElseThrow();
    }
}
