// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.backfill.BackfillScope;
import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.task.FeatureWork;
import dev.joust.internal.backfill.task.FragmentTask;
import dev.joust.internal.feature.CellStates;
import dev.joust.internal.feature.Freshness;
import dev.joust.internal.feature.LiveRows;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which cells a backfill computes, at one version.
 *
 * <p>What this job, or one that it continues, has computed already is never planned again, so that a job can plan anew
 * when fragments changed under it.
 */
final class BackfillPlanner {
    private final Set<String> jobs;
    private final String job;
    private final BackfillScope scope;
    private final boolean reusesFailed;
    private final @Nullable String where;

    /**
     * Plans for one job.
     *
     * @param continued the jobs that this one goes on with, itself not among them
     * @param reusesFailed whether rows that failed before a crash stay failed
     */
    BackfillPlanner(
            String job, Set<String> continued, BackfillScope scope, boolean reusesFailed, @Nullable String where) {
        this.job = job;
        this.jobs = new HashSet<>(continued);
        this.jobs.add(job);
        this.reusesFailed = reusesFailed;
        this.scope = scope;
        this.where = where;
    }

    /** Returns a task for each fragment that needs work, at most so many, in an order that spreads them evenly. */
    List<FragmentTask> plan(
            Snapshot snapshot, List<ActiveFeature> features, Map<String, Long> sources, int maxFragments) {
        Freshness freshness = new Freshness(snapshot, sources);
        ReusePlan reuse = ReusePlan.of(
                snapshot,
                freshness,
                features.stream().map(ActiveFeature::registration).toList(),
                new ReusePlan.Rule(
                        reusesFailed && scope != BackfillScope.FAILED, scope == BackfillScope.ALL ? jobs : Set.of()));
        reuse.removeUseless(snapshot.table());
        Map<Integer, RowSet> matching = where == null ? Map.of() : new LiveRows(snapshot).matching(where);
        List<FragmentTask> tasks = new ArrayList<>();
        for (FragmentFacts fragment : FragmentOrder.spread(snapshot.fragments())) {
            if (tasks.size() == maxFragments) {
                break;
            }
            RowSet allowed = where == null
                    ? RowSet.range(0, Math.toIntExact(fragment.physicalRows()))
                    : matching.getOrDefault(fragment.id(), RowSet.none());
            List<FeatureWork> work = new ArrayList<>();
            if (!allowed.isEmpty()) {
                for (ActiveFeature feature : features) {
                    CellStates states = freshness.of(fragment, feature.registration());
                    work(snapshot, fragment, feature, states, allowed, reuse).ifPresent(work::add);
                }
            }
            if (!work.isEmpty()) {
                tasks.add(new FragmentTask(job, snapshot.version(), fragment.id(), work));
            }
        }
        return tasks;
    }

    private Optional<FeatureWork> work(
            Snapshot snapshot,
            FragmentFacts fragment,
            ActiveFeature feature,
            CellStates states,
            RowSet allowed,
            ReusePlan reuse) {
        RowSet rows = wanted(states).and(allowed);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        boolean hasFile = !fragment.filesOf(snapshot.fieldIds(feature.name())).isEmpty();
        boolean keepsOthers = hasFile && !states.live().minus(rows).isEmpty();
        // The file repeats the values of other rows, and an index that covers the fragment finds those twice then.
        boolean rewrites = states.live().intersects(values(states));
        return Optional.of(new FeatureWork(
                feature.name(),
                feature.identity().hash(),
                rows,
                keepsOthers,
                rewrites,
                reuse.of(fragment.id(), feature.name(), rows)));
    }

    private RowSet wanted(CellStates states) {
        RowSet rows = switch (scope) {
            case NEEDED -> states.missing().or(states.stale());
            case FAILED -> states.failed();
            case ALL -> states.live();
        };
        if (scope != BackfillScope.NEEDED) {
            for (Stamp stamp : states.stamps()) {
                rows = jobs.contains(stamp.job()) ? rows.minus(stamp.rows()) : rows;
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
