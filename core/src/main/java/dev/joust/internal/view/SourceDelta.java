// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.view.FragmentLink.Ways;
import dev.joust.internal.view.FragmentOrigin.Move;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which fragments of a source differ between two versions in a way that a view can see: by their rows, or by the files
 * behind the columns that the view uses. Compactions and restores in between are followed.
 *
 * @param from the older version
 * @param read the fragments of the new version that may have rows that are new or have other values
 * @param kept those that have rows of fragments in {@code left}, with the values that they had
 * @param left the fragments of the old version of which a row may be gone, or have other values
 */
record SourceDelta(long from, List<Group> read, List<Integer> kept, List<Integer> left) {
    /**
     * Fragments to be read in one go.
     *
     * @param fragments of the new version
     * @param known of which fragments of the old version they have rows, by the columns that may have changed in these;
     *     of a row from elsewhere every column may have
     */
    record Group(List<Integer> fragments, Map<Set<String>, List<Integer>> known) {
        Group {
            fragments = List.copyOf(fragments);
            known = Map.copyOf(known);
        }
    }

    SourceDelta {
        read = List.copyOf(read);
        kept = List.copyOf(kept);
        left = List.copyOf(left);
    }

    static SourceDelta between(Snapshot before, Snapshot now, Collection<String> inputs) {
        return new Comparison(before, now, inputs).delta();
    }

    boolean isEmpty() {
        return read.isEmpty() && left.isEmpty();
    }

    /** Whether rows were only added. */
    boolean isAppend() {
        return left.isEmpty();
    }

    /** All fragments that must be read, in ascending order. */
    List<Integer> fragmentsRead() {
        return read.stream()
                .flatMap(group -> group.fragments().stream())
                .sorted()
                .toList();
    }

    private static final class Comparison {
        private final Snapshot before;
        private final Snapshot now;
        private final Map<Integer, FragmentFacts> old;
        private final Set<String> inputs;
        private final FragmentLink.Finder finder;
        private final Map<Set<String>, List<Integer>> changedInPlace = new LinkedHashMap<>();
        private final List<Group> moved = new ArrayList<>();
        private final List<Integer> unknown = new ArrayList<>();
        private final List<Integer> kept = new ArrayList<>();
        private final Set<Integer> untouched = new HashSet<>();
        private final Set<Integer> touched = new HashSet<>();
        private final Set<Integer> movedFrom = new HashSet<>();
        private long movedRows;

        Comparison(Snapshot before, Snapshot now, Collection<String> inputs) {
            this.before = before;
            this.now = now;
            this.inputs = Set.copyOf(inputs);
            this.old = before.fragments().stream().collect(Collectors.toMap(FragmentFacts::id, Function.identity()));
            Map<String, List<Integer>> fields = new HashMap<>();
            Set<String> other = new HashSet<>();
            for (String input : inputs) {
                fields.put(input, now.fieldIds(input));
                if (!before.fieldIds(input).equals(now.fieldIds(input))) {
                    other.add(input);
                }
            }
            this.finder = new FragmentLink.Finder(before, old, now, fields, other);
        }

        SourceDelta delta() {
            List<FragmentFacts> others = new ArrayList<>();
            Set<Integer> gone = new TreeSet<>(old.keySet());
            for (FragmentFacts fragment : now.fragments()) {
                FragmentFacts earlier = old.get(fragment.id());
                if (earlier == null) {
                    others.add(fragment);
                } else {
                    gone.remove(fragment.id());
                    inPlace(finder.same(earlier, fragment));
                }
            }
            if (gone.isEmpty()) {
                others.forEach(fragment -> unknown.add(fragment.id()));
            } else {
                moved(others, gone);
            }
            List<Group> read = new ArrayList<>();
            changedInPlace.forEach((columns, ids) -> read.add(new Group(ids, Map.of(columns, ids))));
            read.addAll(moved);
            if (!unknown.isEmpty()) {
                read.add(new Group(unknown, Map.of()));
            }
            Set<Integer> left = new LinkedHashSet<>(old.keySet());
            // The rows of a fragment may lie in several by now, of which one may be gone.
            if (rowsOf(old.values(), movedFrom) == movedRows) {
                movedFrom.removeAll(touched);
                untouched.addAll(movedFrom);
            }
            left.removeAll(untouched);
            return new SourceDelta(before.version(), read, left.isEmpty() ? List.of() : kept, List.copyOf(left));
        }

        private static long rowsOf(Collection<FragmentFacts> fragments, Set<Integer> ids) {
            return fragments.stream()
                    .filter(fragment -> ids.contains(fragment.id()))
                    .mapToLong(FragmentFacts::liveRows)
                    .sum();
        }

        private void inPlace(FragmentLink link) {
            if (!link.columns().isEmpty()) {
                changedInPlace
                        .computeIfAbsent(link.columns(), columns -> new ArrayList<>())
                        .add(link.now());
            } else if (link.keepsRows()) {
                untouched.add(link.before());
            } else if (onlyLostRows(List.of(link.now()), List.of(link.before()))) {
                kept.add(link.now());
            } else {
                changedInPlace
                        .computeIfAbsent(Set.of(), columns -> new ArrayList<>())
                        .add(link.now());
            }
        }

        private void moved(List<FragmentFacts> fragments, Set<Integer> gone) {
            Map<Integer, Move> moves = FragmentOrigins.of(now, fragments, before.version());
            List<FragmentFacts> goneFragments = gone.stream().map(old::get).toList();
            Map<Integer, Move> undone = fragments.stream().allMatch(f -> moves.containsKey(f.id()))
                    ? Map.of()
                    : FragmentOrigins.noted(now.table(), goneFragments);
            for (FragmentFacts fragment : fragments) {
                Move move = moves.get(fragment.id());
                Ways ways = move == null ? backward(fragment, goneFragments, undone) : finder.forward(fragment, move);
                add(fragment, ways, move != null);
            }
        }

        private Ways backward(FragmentFacts fragment, List<FragmentFacts> gone, Map<Integer, Move> undone) {
            for (FragmentFacts earlier : gone) {
                Move move = undone.get(earlier.id());
                Optional<FragmentLink> link =
                        move == null ? Optional.empty() : finder.backward(fragment, earlier, move);
                if (link.isPresent()) {
                    touched.add(earlier.id());
                    return link.get().keepsRows() ? new Ways(List.of(link.get()), true) : Ways.unknown();
                }
            }
            return Ways.unknown();
        }

        private void add(FragmentFacts fragment, Ways ways, boolean isForward) {
            List<Integer> sources =
                    ways.links().stream().map(FragmentLink::before).toList();
            boolean keepsRows = ways.links().stream().allMatch(FragmentLink::keepsRows);
            boolean isClean = ways.isWhole()
                    && ways.links().stream().allMatch(link -> link.columns().isEmpty())
                    && ((isForward && keepsRows) || onlyLostRows(List.of(fragment.id()), sources));
            if (isClean) {
                kept.add(fragment.id());
                if (isForward && keepsRows && fragment.liveRows() == fragment.physicalRows()) {
                    movedFrom.addAll(sources);
                    movedRows += fragment.liveRows();
                } else {
                    touched.addAll(sources);
                }
                return;
            }
            touched.addAll(sources);
            if (sources.isEmpty()) {
                unknown.add(fragment.id());
                return;
            }
            Map<Set<String>, List<Integer>> known = new HashMap<>();
            for (FragmentLink link : ways.links()) {
                boolean isTrusted = ways.isWhole() || link.keepsRows();
                known.computeIfAbsent(isTrusted ? link.columns() : inputs, columns -> new ArrayList<>())
                        .add(link.before());
            }
            moved.add(new Group(List.of(fragment.id()), known));
        }

        /** After a restore of the source, rows can come back. */
        private boolean onlyLostRows(List<Integer> fragments, List<Integer> sources) {
            return RowIds.ofFragments(before, sources).containsAll(RowIds.ofFragments(now, fragments));
        }
    }
}
