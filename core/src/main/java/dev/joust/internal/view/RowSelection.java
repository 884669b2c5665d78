// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.view.SourceDelta.Group;
import dev.joust.view.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * Which rows of the source a view has to take in, give up, and write anew.
 *
 * <p>Looks at row ids, and at the columns of fragments that changed: those of the filter, and those whose values must
 * be compared. Belongs to one refresh and one thread.
 */
final class RowSelection {
    private final ViewPlan plan;
    private final Snapshot source;
    private final ViewContents contents;
    private final ChangedValues values;
    private final Runnable beforeBatch;
    private final Set<Integer> fragmentsRead = new HashSet<>();
    private RowIds entering = RowIds.none();
    private RowIds changed = RowIds.none();
    private RowIds leaving = RowIds.none();

    RowSelection(ViewPlan plan, Snapshot source, Snapshot view, ViewContents contents, Runnable beforeBatch) {
        this.plan = plan;
        this.source = source;
        this.contents = contents;
        this.values = new ChangedValues(plan, source, view, contents);
        this.beforeBatch = beforeBatch;
    }

    /** Chooses from the fragments that changed. */
    RowSelection among(SourceDelta delta, Snapshot before) {
        RowIds matching = RowIds.none();
        for (Group group : delta.read()) {
            RowIds found = matching(group.fragments());
            Map<Set<String>, List<Integer>> known = group.known();
            choose(found, known, before);
            matching = matching.or(found);
        }
        RowIds left = RowIds.ofFragments(before, delta.left());
        RowIds kept = RowIds.ofFragments(source, delta.kept());
        RowIds found = matching;
        leave(id -> left.contains(id) && !kept.contains(id) && !found.contains(id));
        plan.definition().limit().ifPresent(limit -> limit(limit, delta));
        return this;
    }

    /** Chooses from all rows. */
    RowSelection amongAll() {
        RowIds found =
                matching(source.fragments().stream().map(FragmentFacts::id).toList());
        choose(found, Map.of(), source);
        leave(id -> !found.contains(id));
        plan.definition().limit().ifPresent(limit -> limit(limit, Long.MAX_VALUE, List.of()));
        return this;
    }

    private RowIds matching(List<Integer> fragments) {
        fragmentsRead.addAll(fragments);
        RowIds matching = plan.matching(source, fragments);
        Optional<Sample> sample = plan.definition().sample();
        return sample.isEmpty() ? matching : matching.where(sample.get()::contains);
    }

    private void choose(RowIds matching, Map<Set<String>, List<Integer>> known, Snapshot before) {
        RowIds rest = matching.where(contents::contains);
        entering = entering.or(matching.where(id -> !contents.contains(id)));
        for (Map.Entry<Set<String>, List<Integer>> entry : known.entrySet()) {
            if (rest.size() > 0) {
                RowIds ids = RowIds.ofFragments(before, entry.getValue());
                compare(rest.where(ids::contains), plan.dependents(entry.getKey()));
                rest = rest.where(id -> !ids.contains(id));
            }
        }
        compare(rest, plan.definition().columns());
    }

    private void compare(RowIds rows, List<String> columns) {
        changed = changed.or(values.among(rows, columns, beforeBatch));
    }

    private void leave(LongPredicate isLeaving) {
        leaving = RowIds.of(contents.ids().filter(isLeaving));
    }

    private void limit(long limit, SourceDelta delta) {
        boolean isFull = contents.size() >= limit;
        long last = isFull ? contents.ids().max().orElseThrow() : Long.MAX_VALUE;
        List<Integer> read = delta.fragmentsRead();
        List<Integer> unread = source.fragments().stream()
                .map(FragmentFacts::id)
                .filter(id -> !read.contains(id))
                .toList();
        limit(limit, last, isFull ? unread : List.of());
    }

    /**
     * Keeps the lowest row ids.
     *
     * @param last up to this id all rows that match are known, but for those in the fragments that were not read, of
     *     which rows with higher ids may match
     */
    private void limit(long limit, long last, List<Integer> unread) {
        LongPredicate isLeaving = leaving::contains;
        RowIds candidates = RowIds.of(LongStream.concat(contents.ids().filter(isLeaving.negate()), entering.stream()));
        if (candidates.where(id -> id <= last).size() < limit) {
            candidates = refill(candidates, limit, last, unread);
        }
        RowIds chosen = RowIds.of(candidates.stream().limit(limit));
        entering = chosen.where(id -> !contents.contains(id));
        changed = changed.where(chosen::contains);
        leaving = RowIds.of(contents.ids().filter(id -> !chosen.contains(id)));
    }

    /** Reads fragments, those with the lowest ids above the last first, until the lowest rows are known. */
    private RowIds refill(RowIds candidates, long limit, long last, List<Integer> unread) {
        record Above(int fragment, long lowest) {}
        List<Above> order = new ArrayList<>();
        for (int fragment : unread) {
            OptionalLong lowest = RowIds.ofFragments(source, List.of(fragment)).stream()
                    .filter(id -> id > last)
                    .findFirst();
            lowest.ifPresent(id -> order.add(new Above(fragment, id)));
        }
        order.sort(Comparator.comparingLong(Above::lowest));
        RowIds all = candidates;
        for (Above next : order) {
            if (all.where(id -> id < next.lowest()).size() >= limit) {
                break;
            }
            all = all.or(matching(List.of(next.fragment())).where(id -> id > last));
        }
        return all;
    }

    /** The rows that the view does not have yet. */
    RowIds entering() {
        return entering;
    }

    /** The rows that it has with other values. */
    RowIds changed() {
        return changed;
    }

    /** The rows that it must not have any more. */
    RowIds leaving() {
        return leaving;
    }

    /** The fragments of the source whose columns were read. */
    List<Integer> fragmentsRead() {
        return fragmentsRead.stream().sorted().toList();
    }
}
