// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which fragments of a source differ between two versions in a way that a view can see: by their rows, or by the files
 * behind the columns that the view uses.
 *
 * @param added fragments that only the new version has
 * @param changed fragments of both whose values may differ
 * @param shrunk fragments of both that only lost rows
 * @param gone fragments that only the old version has
 * @param changedColumns the view's input columns whose files differ in some fragment of both
 */
record SourceDelta(
        List<Integer> added,
        List<Integer> changed,
        List<Integer> shrunk,
        List<Integer> gone,
        Set<String> changedColumns) {

    static SourceDelta between(Snapshot before, Snapshot now, List<String> inputs) {
        Map<Integer, FragmentFacts> old =
                before.fragments().stream().collect(Collectors.toMap(FragmentFacts::id, Function.identity()));
        List<Integer> added = new ArrayList<>();
        List<Integer> changed = new ArrayList<>();
        List<Integer> shrunk = new ArrayList<>();
        Set<String> changedColumns = new LinkedHashSet<>();
        Map<Integer, String> deletedBefore = before.deletions();
        Map<Integer, String> deletedNow = now.deletions();
        for (FragmentFacts fragment : now.fragments()) {
            FragmentFacts earlier = old.remove(fragment.id());
            if (earlier == null) {
                added.add(fragment.id());
                continue;
            }
            List<String> columns = inputs.stream()
                    .filter(column ->
                            !earlier.filesOf(before.fieldIds(column)).equals(fragment.filesOf(now.fieldIds(column))))
                    .toList();
            if (!columns.isEmpty()) {
                changed.add(fragment.id());
                changedColumns.addAll(columns);
            } else if (!Objects.equals(deletedBefore.get(fragment.id()), deletedNow.get(fragment.id()))) {
                if (isSubset(now, before, fragment.id())) {
                    shrunk.add(fragment.id());
                } else {
                    changed.add(fragment.id());
                }
            }
        }
        return new SourceDelta(added, changed, shrunk, List.copyOf(old.keySet()), changedColumns);
    }

    /** Whether a fragment only lost rows; after a restore of the source, rows can come back. */
    private static boolean isSubset(Snapshot now, Snapshot before, int fragment) {
        RowIds old = RowIds.ofFragments(before, List.of(fragment));
        return RowIds.ofFragments(now, List.of(fragment)).first(id -> !old.contains(id), 1).length == 0;
    }

    boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && shrunk.isEmpty() && gone.isEmpty();
    }

    /** Whether rows were only added, as far as the view can see. */
    boolean isAppend() {
        return changed.isEmpty() && shrunk.isEmpty() && gone.isEmpty();
    }

    /** The fragments of the new version that must be read. */
    List<Integer> read() {
        List<Integer> all = new ArrayList<>(changed);
        all.addAll(added);
        return all;
    }

    /** The fragments of the old version whose rows may have left the view. */
    List<Integer> left() {
        List<Integer> all = new ArrayList<>(changed);
        all.addAll(shrunk);
        all.addAll(gone);
        return all;
    }
}
