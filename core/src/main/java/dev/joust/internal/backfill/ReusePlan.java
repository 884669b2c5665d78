// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.RowSet;
import dev.joust.internal.backfill.checkpoint.Checkpoint;
import dev.joust.internal.backfill.checkpoint.CheckpointFolder;
import dev.joust.internal.backfill.checkpoint.CheckpointTrace;
import dev.joust.internal.backfill.checkpoint.ReusedRows;
import dev.joust.internal.feature.CellStates;
import dev.joust.internal.feature.Freshness;
import dev.joust.internal.feature.Registration;
import dev.joust.internal.feature.Registrations;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values in the checkpoints of a table that still hold at one version.
 *
 * <p>Threads: belongs to one thread.
 */
public final class ReusePlan {
    private final Rule rule;
    private final Map<String, Map<Integer, List<ReusedRows>>> offers = new HashMap<>();
    private final Set<String> useless = new LinkedHashSet<>();

    /**
     * Which values may be used.
     *
     * @param failed whether a row that failed counts as computed
     * @param jobs only what these jobs computed; empty for all
     */
    public record Rule(boolean failed, Set<String> jobs) {}

    private ReusePlan(Rule rule) {
        this.rule = rule;
    }

    /** Finds the values for some features. */
    public static ReusePlan of(Snapshot now, Freshness freshness, Collection<Registration> features, Rule rule) {
        ReusePlan plan = new ReusePlan(rule);
        Optional<CheckpointFolder> folder = CheckpointFolder.of(now.table());
        if (folder.isEmpty()) {
            return plan;
        }
        Map<String, Registration> byName = new HashMap<>();
        features.forEach(feature -> byName.put(feature.name(), feature));
        CheckpointTrace trace = new CheckpointTrace(now, freshness, folder.get());
        for (CheckpointFolder.Saved saved : folder.get().list()) {
            Checkpoint checkpoint = saved.checkpoint();
            Registration feature = byName.get(checkpoint.feature());
            if (feature == null) {
                continue;
            }
            boolean isCurrent =
                    checkpoint.stamp().udfHash().equals(feature.identity().hash());
            plan.add(saved, isCurrent ? trace.find(saved) : Map.of());
        }
        return plan;
    }

    private void add(CheckpointFolder.Saved saved, Map<Integer, ReusedRows> found) {
        if (found.isEmpty()) {
            useless.add(saved.path());
            return;
        }
        Checkpoint checkpoint = saved.checkpoint();
        if (rule.jobs().isEmpty() || rule.jobs().contains(checkpoint.stamp().job())) {
            found.forEach((fragment, rows) -> offers.computeIfAbsent(checkpoint.feature(), name -> new HashMap<>())
                    .computeIfAbsent(fragment, id -> new ArrayList<>())
                    .add(rows));
        }
    }

    /** Returns where the values of some of these rows are; no row is there twice. */
    public List<ReusedRows> of(int fragment, String feature, RowSet wanted) {
        List<ReusedRows> reused = new ArrayList<>();
        RowSet open = wanted;
        for (ReusedRows offer : offers.getOrDefault(feature, Map.of()).getOrDefault(fragment, List.of())) {
            RowSet usable = offer.rows().and(open);
            usable = rule.failed() ? usable : usable.minus(offer.failed());
            if (!usable.isEmpty()) {
                reused.add(offer.only(usable));
                open = open.minus(usable);
            }
        }
        return reused;
    }

    /** Removes checkpoints whose function or inputs are not current any more. */
    public void removeUseless(LanceTable table) {
        CheckpointFolder.of(table).ifPresent(folder -> folder.remove(useless));
        useless.clear();
    }

    /**
     * Removes all checkpoints of a table that no backfill can use: those of features that are gone or have another
     * function now, of inputs that changed, and of rows that are committed. As long as a recomputation is open, none
     * is.
     */
    public static void clean(LanceTable table) {
        Optional<CheckpointFolder> folder = CheckpointFolder.of(table);
        // Before all else is looked at: what others save meanwhile is theirs.
        List<CheckpointFolder.Saved> saved = folder.map(CheckpointFolder::list).orElse(List.of());
        if (folder.isEmpty() || saved.isEmpty() || OpenRecompute.isAny(table)) {
            return;
        }
        try (Snapshot now = table.latest()) {
            Freshness freshness = new Freshness(now);
            List<Registration> features = Registrations.of(now).all();
            ReusePlan plan = of(now, freshness, features, new Rule(true, Set.of()));
            Set<String> kept = new LinkedHashSet<>();
            Map<Integer, FragmentFacts> fragments = new HashMap<>();
            now.fragments().forEach(fragment -> fragments.put(fragment.id(), fragment));
            for (Registration feature : features) {
                plan.offers.getOrDefault(feature.name(), Map.of()).forEach((id, offers) -> {
                    CellStates states = freshness.of(requireNonNull(fragments.get(id)), feature);
                    RowSet open = states.missing().or(states.stale());
                    offers.stream()
                            .filter(offer -> offer.rows().intersects(open)
                                    || offer.rows().minus(offer.failed()).intersects(states.failed()))
                            .forEach(offer -> kept.add(offer.path()));
                });
            }
            folder.get()
                    .remove(saved.stream()
                            .map(CheckpointFolder.Saved::path)
                            .filter(path -> !kept.contains(path))
                            .toList());
        }
    }
}
