// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.diff;

import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the fragments of two versions differ, as their manifests tell.
 *
 * @param rewritten fragments of both with other files behind some columns
 * @param thinned fragments of both with other deleted rows
 * @param arrived fragments that only the newer version has
 * @param gone fragments that only the older version has
 */
record FragmentDelta(
        List<Rewritten> rewritten, List<Integer> thinned, List<FragmentFacts> arrived, List<FragmentFacts> gone) {
    /** A fragment with the columns whose files differ. */
    record Rewritten(FragmentFacts fragment, List<ColumnPair> columns) {
        Rewritten {
            columns = List.copyOf(columns);
        }
    }

    FragmentDelta {
        rewritten = List.copyOf(rewritten);
        thinned = List.copyOf(thinned);
        arrived = List.copyOf(arrived);
        gone = List.copyOf(gone);
    }

    static FragmentDelta between(Snapshot older, Snapshot newer, List<ColumnPair> columns) {
        Map<Integer, FragmentFacts> left = new HashMap<>();
        older.fragments().forEach(fragment -> left.put(fragment.id(), fragment));
        Map<Integer, String> deletedBefore = older.deletions();
        Map<Integer, String> deletedAfter = newer.deletions();
        List<Rewritten> rewritten = new ArrayList<>();
        List<Integer> thinned = new ArrayList<>();
        List<FragmentFacts> arrived = new ArrayList<>();
        for (FragmentFacts fragment : newer.fragments()) {
            FragmentFacts before = left.get(fragment.id());
            if (before == null || !isSame(before, fragment)) {
                arrived.add(fragment);
                continue;
            }
            left.remove(fragment.id());
            List<ColumnPair> differing = columns.stream()
                    .filter(column -> !column.hasSameFiles(before, fragment))
                    .toList();
            if (!differing.isEmpty()) {
                rewritten.add(new Rewritten(fragment, differing));
            }
            if (!Objects.equals(deletedBefore.get(fragment.id()), deletedAfter.get(fragment.id()))) {
                thinned.add(fragment.id());
            }
        }
        List<FragmentFacts> gone = older.fragments().stream()
                .filter(fragment -> left.containsKey(fragment.id()))
                .toList();
        return new FragmentDelta(rewritten, thinned, arrived, gone);
    }

    /** A table that was written anew by another client counts its fragments from 0 again. */
    private static boolean isSame(FragmentFacts before, FragmentFacts after) {
        return before.physicalRows() == after.physicalRows()
                && before.files().stream()
                        .anyMatch(file -> after.files().stream()
                                .anyMatch(other -> other.name().equals(file.name())));
    }

    static List<Integer> ids(List<FragmentFacts> fragments) {
        return fragments.stream().map(FragmentFacts::id).toList();
    }
}
