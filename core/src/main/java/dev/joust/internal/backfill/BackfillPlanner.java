// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.backfill.BackfillScope;
import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import dev.joust.internal.feature.CellStates;
import dev.joust.internal.feature.Freshness;
import dev.joust.internal.feature.LiveRows;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which cells a backfill computes, at one version.
 *
 * <p>What this job has computed already is never planned again, so that a job can plan anew when fragments changed
 * under it.
 */
final class BackfillPlanner {
    private final String job;
    private final BackfillScope scope;
    private final @Nullable String where;

    BackfillPlanner(String job, BackfillScope scope, @Nullable String where) {
        this.job = job;
        this.scope = scope;
        this.where = where;
    }

    /** Returns a task for each fragment that needs work, in table order, at most so many. */
    List<FragmentTask> plan(Snapshot snapshot, List<ActiveFeature> features, int maxFragments) {
        Freshness freshness = new Freshness(snapshot);
        Map<Integer, RowSet> matching = where == null ? Map.of() : new LiveRows(snapshot).matching(where);
        List<FragmentTask> tasks = new ArrayList<>();
        for (FragmentFacts fragment : snapshot.fragments()) {
            if (tasks.size() == maxFragments) {
                break;
            }
            RowSet allowed = where == null
                    ? RowSet.range(0, Math.toIntExact(fragment.physicalRows()))
                    : matching.getOrDefault(fragment.id(), RowSet.none());
            List<FeatureWork> work = new ArrayList<>();
            if (!allowed.isEmpty()) {
                for (ActiveFeature feature : features) {
                    work(snapshot, fragment, feature, freshness.of(fragment, feature.registration()), allowed, work);
                }
            }
            if (!work.isEmpty()) {
                tasks.add(new FragmentTask(job, snapshot.version(), fragment.id(), work));
            }
        }
        return tasks;
    }

    private void work(
            Snapshot snapshot,
            FragmentFacts fragment,
            ActiveFeature feature,
            CellStates states,
            RowSet allowed,
            List<FeatureWork> work) {
        RowSet rows = wanted(states).and(allowed);
        if (rows.isEmpty()) {
            return;
        }
        boolean hasFile =
                !fragment.filesOf(snapshot.fieldIds(feature.name())).isEmpty();
        boolean keepsOthers = hasFile && !states.live().minus(rows).isEmpty();
        boolean rewrites = rows.intersects(values(states));
        work.add(new FeatureWork(feature.name(), feature.identity().hash(), rows, keepsOthers, rewrites));
    }

    private RowSet wanted(CellStates states) {
        RowSet rows =
                switch (scope) {
                    case NEEDED -> states.missing().or(states.stale());
                    case FAILED -> states.failed();
                    case ALL -> states.live();
                };
        if (scope != BackfillScope.NEEDED) {
            for (Stamp stamp : states.stamps()) {
                rows = stamp.job().equals(job) ? rows.minus(stamp.rows()) : rows;
            }
        }
        return rows;
    }

    /** The rows that may hold a value that is not NULL. */
    private static RowSet values(CellStates states) {
        RowSet values = states.fresh().or(states.stale()).or(states.foreign());
        for (Stamp stamp : states.stamps()) {
            values = values.minus(stamp.nulls()).minus(stamp.failed());
        }
        return values;
    }
}
