// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import dev.joust.error.NotFoundException;
import dev.joust.index.IndexType;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.version.Versions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.fragment.DeletionFile;
import org.lance.operation.Rewrite;
import org.lance.operation.RewriteGroup;

/**
 * Deleted rows that a full text or vector index holds, and that a compaction has made Lance forget: they take the
 * places of the best rows, and a search finds fewer than it should.
 *
 * <p>There may be such rows if the index has more entries than its fragments have rows, deleted ones included.
 * Otherwise the compactions after the index was made are looked at: each was found by halving the versions between, as
 * the first that has a fragment which the version of the index does not have. Where versions were cleaned up since,
 * only the number of entries is looked at.
 */
final class ForgottenRows {
    private final LanceTable table;
    private final List<Long> versions;
    private final Map<Long, Set<Integer>> idsByVersion = new HashMap<>();

    /** A fragment and a version that has it, by its place among the versions. */
    private record Seen(int id, int version) {}

    /**
     * Prepares a look.
     *
     * @param versions those that are there, from the one that the index was made from
     */
    private ForgottenRows(LanceTable table, List<Long> versions) {
        this.table = table;
        this.versions = versions;
    }

    /**
     * Whether an index has any that Lance would find. It leaves out the rows of a fragment that is gone, and then all
     * other deleted ones as well.
     */
    static boolean areIn(Snapshot now, IndexFacts index) {
        if (!index.isSearch()) {
            return false;
        }
        Map<Integer, Long> rows = rows(now, index);
        boolean isOfKnown = rows.keySet().containsAll(index.fragments());
        return (isOfKnown && hasMoreEntriesThan(rows, now, index))
                || index.segments().stream().anyMatch(segment -> areIn(now, segment));
    }

    /**
     * Whether an index may have any, whatever Lance finds. A full text index may where a fragment is gone: its entries
     * tell nothing, since rows without text have none.
     */
    static boolean mayBeIn(Snapshot now, IndexFacts index) {
        Map<Integer, Long> present = rowsAt(now);
        boolean isOfKnown = present.keySet().containsAll(index.fragments());
        present.keySet().retainAll(index.fragments());
        return index.isSearch()
                && ((index.type() == IndexType.FULL_TEXT && !isOfKnown) || hasMoreEntriesThan(present, now, index));
    }

    private static boolean hasMoreEntriesThan(Map<Integer, Long> rows, Snapshot now, IndexFacts index) {
        return IndexNumbers.of(now, index).entries()
                > rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Rows of the fragments that it covers, also of those that are gone because every row was deleted. */
    private static Map<Integer, Long> rows(Snapshot now, IndexFacts index) {
        Map<Integer, Long> present = rowsAt(now);
        Map<Integer, Long> rows = new HashMap<>();
        index.segments().stream()
                .filter(segment -> !present.keySet().containsAll(segment.fragments()))
                .forEach(segment -> rows.putAll(rowsWhenMade(now, segment)));
        rows.putAll(present);
        rows.keySet().retainAll(index.fragments());
        return rows;
    }

    private static Map<Integer, Long> rowsWhenMade(Snapshot now, IndexFacts.Segment segment) {
        try (Snapshot made = Versions.open(now.table(), segment.version())) {
            return rowsAt(made);
        } catch (NotFoundException e) {
            return Map.of();
        }
    }

    private static Map<Integer, Long> rowsAt(Snapshot version) {
        return version.fragments().stream().collect(Collectors.toMap(FragmentFacts::id, FragmentFacts::physicalRows));
    }

    private static boolean areIn(Snapshot now, IndexFacts.Segment segment) {
        Optional<TablePaths> paths = now.table().paths();
        if (paths.isEmpty()) {
            return false;
        }
        Set<Integer> present = now.fragments().stream().map(FragmentFacts::id).collect(Collectors.toSet());
        present.retainAll(segment.fragments());
        List<Long> versions = paths.get().versionNumbers().stream()
                .filter(version -> version >= segment.version() && version <= now.version())
                .toList();
        return !versions.isEmpty()
                && versions.get(0) == segment.version()
                && new ForgottenRows(now.table(), versions).areBehind(present);
    }

    /** Whether one of the compactions that these fragments come from dropped rows that were deleted after the index. */
    private boolean areBehind(Set<Integer> fragments) {
        Deque<Seen> open = new ArrayDeque<>();
        fragments.forEach(id -> open.push(new Seen(id, versions.size() - 1)));
        Set<Integer> done = new HashSet<>(ids(versions.get(0)));
        while (!open.isEmpty()) {
            Seen fragment = open.pop();
            if (!done.add(fragment.id()) || !isAt(fragment.id(), fragment.version())) {
                continue;
            }
            int made = firstWith(fragment);
            for (RewriteGroup group : groups(versions.get(made))) {
                if (group.newFragments().stream().anyMatch(written -> written.getId() == fragment.id())) {
                    if (group.oldFragments().stream().anyMatch(this::isDeletedFromSince)) {
                        return true;
                    }
                    group.newFragments().forEach(written -> done.add(written.getId()));
                    group.oldFragments().forEach(old -> open.push(new Seen(old.getId(), made - 1)));
                }
            }
        }
        return false;
    }

    private boolean isDeletedFromSince(FragmentMetadata fragment) {
        DeletionFile deletion = fragment.getDeletionFile();
        return deletion != null && deletion.getReadVersion() >= versions.get(0);
    }

    /** The first version that has a fragment; it has it until it is compacted. */
    private int firstWith(Seen fragment) {
        int without = 0;
        int with = fragment.version();
        while (with - without > 1) {
            int middle = (without + with) >>> 1;
            if (isAt(fragment.id(), middle)) {
                with = middle;
            } else {
                without = middle;
            }
        }
        return with;
    }

    private boolean isAt(int fragment, int version) {
        return ids(versions.get(version)).contains(fragment);
    }

    private Set<Integer> ids(long version) {
        return idsByVersion.computeIfAbsent(version, number -> {
            try (Snapshot at = table.at(number)) {
                return at.fragments().stream().map(FragmentFacts::id).collect(Collectors.toSet());
            }
        });
    }

    private List<RewriteGroup> groups(long version) {
        try (Snapshot at = table.at(version)) {
            Optional<Transaction> found = at.transaction();
            if (found.isEmpty()) {
                return List.of();
            }
            try (Transaction transaction = found.get()) {
                return transaction.operation() instanceof Rewrite rewrite ? List.copyOf(rewrite.groups()) : List.of();
            }
        } catch (RuntimeException e) {
            // Operations of newer writers cannot be read by this binding; nothing is known about them.
            return List.of();
        }
    }
}
