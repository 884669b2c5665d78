// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.RowSet;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.relation.Relation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Carries the digests of fragments that a compaction replaces over to the new files; see {@link StampCarrier}. */
final class CarriedDigests {
    private CarriedDigests() {}

    /** Returns the digests of each new data file, by the id of the field that they are about. */
    static Map<String, Map<Integer, long[]>> plan(
            Snapshot before, List<FragmentFacts> replaced, List<FragmentFacts> written) {
        Freshness freshness = new Freshness(before);
        Map<String, Map<Integer, long[]>> files = new HashMap<>();
        for (Registration feature : Registrations.of(before).all()) {
            if (Relation.of(before.table().name(), feature.identity()).isPresent()) {
                int field = before.fieldIds(feature.name()).get(0);
                long[] carried = collect(freshness, replaced, feature);
                int start = 0;
                for (FragmentFacts fragment : written) {
                    int end = start + Math.toIntExact(fragment.physicalRows());
                    List<String> holding = fragment.filesOf(before.fieldIds(feature.name()));
                    if (!holding.isEmpty()) {
                        files.computeIfAbsent(holding.get(holding.size() - 1), file -> new TreeMap<>())
                                .put(field, Arrays.copyOfRange(carried, start, end));
                    }
                    start = end;
                }
            }
        }
        return files;
    }

    /** The digests of all live rows, in order. */
    private static long[] collect(Freshness freshness, List<FragmentFacts> replaced, Registration feature) {
        List<RowSet> live = replaced.stream().map(freshness::live).toList();
        long[] carried = new long[live.stream().mapToInt(RowSet::size).sum()];
        int position = 0;
        for (int i = 0; i < replaced.size(); i++) {
            long[] digests = freshness.digests(replaced.get(i), feature);
            for (int row = live.get(i).next(0); row >= 0; row = live.get(i).next(row + 1)) {
                carried[position++] = row < digests.length ? digests[row] : 0;
            }
        }
        return carried;
    }
}
