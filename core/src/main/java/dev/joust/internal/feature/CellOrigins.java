// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who computed the live cells of a feature, as their stamps tell.
 *
 * @param byVersion rows by {@code name version} of the function
 * @param byJob rows by the id of the job
 */
public record CellOrigins(SortedMap<String, Long> byVersion, SortedMap<String, Long> byJob) {
    /** Copies. */
    public CellOrigins {
        byVersion = Collections.unmodifiableSortedMap(new TreeMap<>(byVersion));
        byJob = Collections.unmodifiableSortedMap(new TreeMap<>(byJob));
    }

    /** Reads the stamps of a feature in all fragments of a version. */
    public static CellOrigins of(Snapshot snapshot, Registration feature) {
        Freshness freshness = new Freshness(snapshot);
        TreeMap<String, Long> byVersion = new TreeMap<>();
        TreeMap<String, Long> byJob = new TreeMap<>();
        for (FragmentFacts fragment : snapshot.fragments()) {
            RowSet live = freshness.live(fragment);
            for (Stamp stamp : freshness.stamps(fragment, feature)) {
                long computed = stamp.computed().and(live).size();
                if (computed > 0) {
                    byVersion.merge(stamp.udf() + " " + stamp.udfVersion(), computed, Long::sum);
                    byJob.merge(stamp.job(), computed, Long::sum);
                }
            }
        }
        return new CellOrigins(byVersion, byJob);
    }
}
