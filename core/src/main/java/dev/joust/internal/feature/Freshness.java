// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.FeatureIdentity;
import dev.joust.feature.RowSet;
import dev.joust.feature.SourceVersion;
import dev.joust.feature.Stamp;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.relation.Relation;
import dev.joust.internal.relation.RelationState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides which cells of a feature are fresh, at one version.
 *
 * <p>A cell is fresh if its stamp names the function that the table records, and its inputs have not changed since: the
 * identity of the data files behind them is their signature, and a file that replaced another for some rows says for
 * which. A feature of several columns is one cell per row: a file that replaced one of them replaced the cell. A cell
 * without a stamp is missing if it is NULL; otherwise it is of no backfill: in a row that was inserted or updated so it
 * is foreign, in a row that a merge rewrote later it is stale, because the merge copied an old value.
 *
 * <p>A joined or aggregate feature reads other rows too. As long as the files behind them are the same, nothing is
 * stale; otherwise digests of what each row was computed from are compared with those of what it would be computed from
 * now, which reads keys and values of the source once.
 *
 * <p>Threads: belongs to one thread.
 */
public final class Freshness {
    private final Snapshot snapshot;
    private final StampFiles files;
    private final InputTrace trace;
    private final LiveRows rows;
    private final Map<String, Long> sourceVersions;
    private final Map<String, RelationState> relations = new HashMap<>();

    /** Decides for one version, which must stay open, and the newest versions of the tables that features read. */
    public Freshness(Snapshot snapshot) {
        this(snapshot, Map.of());
    }

    /**
     * Decides for one version, which must stay open.
     *
     * @param sourceVersions the versions of the tables that joined features read, by feature; others at their newest
     */
    public Freshness(Snapshot snapshot, Map<String, Long> sourceVersions) {
        this.sourceVersions = Map.copyOf(sourceVersions);
        this.snapshot = snapshot;
        this.files = new StampFiles(snapshot.table());
        this.trace = new InputTrace(files);
        this.rows = new LiveRows(snapshot);
    }

    /** Returns the states of a feature's cells in one fragment of the version. */
    public CellStates of(FragmentFacts fragment, Registration feature) {
        RowSet live = rows.of(fragment);
        Tally tally = new Tally(feature.identity());
        RowSet stamped = RowSet.none();
        List<Stamp> stamps = new ArrayList<>();
        for (Stamp stamp : stamps(fragment, feature)) {
            Stamp alive = stamp.only(live);
            if (!alive.rows().isEmpty()) {
                stamps.add(alive);
                stamped = stamped.or(alive.rows());
                tally.stamped(alive, causes(fragment, feature, alive));
            }
        }
        RowSet unstamped = live.minus(stamped);
        if (!unstamped.isEmpty()) {
            tally.unstamped(unstamped, written(fragment, feature, unstamped));
        }
        return tally.states(stamps);
    }

    /** The stamps of a feature that are current in a fragment, in all of its columns, deleted rows included. */
    public List<Stamp> stamps(FragmentFacts fragment, Registration feature) {
        List<Integer> ids = snapshot.fieldIds(feature.name());
        List<String> holding = fragment.filesOf(ids);
        if (holding.isEmpty()) {
            return List.of();
        }
        String last = holding.get(holding.size() - 1);
        List<Stamp> stamps = files.read(last, ids.get(0));
        for (String column : feature.columnNames()) {
            for (String other : fragment.filesOf(snapshot.fieldIds(column))) {
                if (!other.equals(last)) {
                    stamps = within(stamps, files.read(other, ids.get(0)));
                }
            }
        }
        return stamps;
    }

    /**
     * The digests that the rows of a joined or aggregate feature were computed from, by physical offset; empty if there
     * are none.
     */
    public long[] digests(FragmentFacts fragment, Registration feature) {
        List<Integer> ids = snapshot.fieldIds(feature.name());
        List<String> holding = fragment.filesOf(ids);
        return holding.isEmpty() ? new long[0] : files.digests(holding.get(holding.size() - 1), ids.get(0));
    }

    /** Why rows of a stamp are stale although their function is the registered one. */
    private List<StaleRows> causes(FragmentFacts fragment, Registration feature, Stamp stamp) {
        if (!stamp.udfHash().equals(feature.identity().hash())) {
            return List.of();
        }
        Map<String, Optional<RowSet>> changed = changed(fragment, stamp);
        Optional<Relation> relation = Relation.of(snapshot.table().name(), feature.identity());
        if (relation.isEmpty()) {
            return changed.entrySet().stream().map(StaleRows::ofInput).toList();
        }
        RelationState state = state(feature, relation.get());
        return RelationChanges.of(
                stamp, changed, state, () -> state.digests(fragment), () -> digests(fragment, feature));
    }

    private RelationState state(Registration feature, Relation relation) {
        return relations.computeIfAbsent(
                feature.name(),
                name -> RelationState.of(snapshot, relation, Optional.ofNullable(sourceVersions.get(name))));
    }

    /** The stamps without the rows in which another file of the feature holds values that nobody stamped. */
    private static List<Stamp> within(List<Stamp> stamps, List<Stamp> others) {
        RowSet covered = RowSet.none();
        for (Stamp other : others) {
            covered = covered.or(other.rows());
        }
        List<Stamp> within = new ArrayList<>();
        for (Stamp stamp : stamps) {
            Stamp kept = stamp.only(covered);
            if (!kept.rows().isEmpty()) {
                within.add(kept);
            }
        }
        return within;
    }

    /** The live rows of a fragment. */
    RowSet live(FragmentFacts fragment) {
        return rows.of(fragment);
    }

    /** The files behind the inputs of a feature in a fragment, by column. */
    public static SortedMap<String, List<String>> signature(
            Snapshot snapshot, FragmentFacts fragment, Registration feature) {
        SortedMap<String, List<String>> signature = new TreeMap<>();
        for (String input : feature.identity().inputs()) {
            signature.put(input, fragment.filesOf(snapshot.fieldIds(input)));
        }
        return signature;
    }

    /** The rows of which an input changed since the stamp, by input; empty where that cannot be told. */
    Map<String, Optional<RowSet>> changed(FragmentFacts fragment, Stamp stamp) {
        Map<String, Optional<RowSet>> changed = new TreeMap<>();
        stamp.inputs()
                .forEach((input, recorded) ->
                        changed.put(input, trace.changed(input, recorded, fragment.filesOf(snapshot.fieldIds(input)))));
        return changed;
    }

    /**
     * The rows of which an input is not the one that a stamp names any more; empty where that cannot be told, and where
     * a feature read other rows too and any file behind those is another one.
     */
    public Optional<RowSet> changedSince(FragmentFacts fragment, Stamp stamp) {
        if (stamp.source().isPresent() && !isSourceSame(stamp)) {
            return Optional.empty();
        }
        RowSet all = RowSet.none();
        for (Optional<RowSet> rows : changed(fragment, stamp).values()) {
            if (rows.isEmpty()) {
                return Optional.empty();
            }
            all = all.or(rows.get());
        }
        return Optional.of(all);
    }

    private boolean isSourceSame(Stamp stamp) {
        for (Registration feature : Registrations.of(snapshot).all()) {
            Optional<Relation> relation = Relation.of(snapshot.table().name(), feature.identity());
            if (relation.isPresent() && feature.identity().hash().equals(stamp.udfHash())) {
                return stamp.source()
                        .map(SourceVersion::signature)
                        .equals(state(feature, relation.get()).version().map(SourceVersion::signature));
            }
        }
        return false;
    }

    /** Rows that have a value in any column of a feature although nobody stamped them. */
    private LiveRows.Written written(FragmentFacts fragment, Registration feature, RowSet unstamped) {
        List<String> held = feature.columnNames().stream()
                .filter(column -> !fragment.filesOf(snapshot.fieldIds(column)).isEmpty())
                .toList();
        return held.isEmpty() ? LiveRows.Written.NOTHING : rows.written(fragment, held, unstamped);
    }

    /** Sorts rows into states and keeps the reasons. */
    private static final class Tally {
        private final FeatureIdentity registered;
        private final BitSet fresh = new BitSet();
        private final BitSet nulls = new BitSet();
        private final BitSet missing = new BitSet();
        private final BitSet stale = new BitSet();
        private final BitSet failed = new BitSet();
        private final BitSet foreign = new BitSet();
        private final List<String> why = new ArrayList<>();

        Tally(FeatureIdentity registered) {
            this.registered = registered;
        }

        void stamped(Stamp stamp, List<StaleRows> causes) {
            if (!stamp.udfHash().equals(registered.hash())) {
                add(
                        stale,
                        stamp.rows(),
                        "stale: computed by '" + stamp.udf() + "' version " + stamp.udfVersion()
                                + ", the table now records '" + registered.udf() + "' version " + registered.version()
                                + (stamp.udf().equals(registered.udf()) && stamp.udfVersion() == registered.version()
                                        ? " with other parameters, models or inputs"
                                        : ""));
                return;
            }
            RowSet right = stamp.rows();
            for (StaleRows cause : causes) {
                RowSet wrong = cause.rows().map(right::and).orElse(right);
                add(stale, wrong, "stale: " + cause.reason());
                right = right.minus(wrong);
            }
            RowSet computed = stamp.computed().and(right);
            fresh.or(computed.toBitSet());
            nulls.or(stamp.nulls().and(computed).toBitSet());
            add(
                    failed,
                    stamp.failed().and(right),
                    "failed: the function could not compute them in job '" + stamp.job() + "'");
        }

        void unstamped(RowSet rows, LiveRows.Written written) {
            add(missing, rows.minus(written.rows()), "missing: never computed");
            add(stale, written.merged(), "stale: a merge by another client rewrote the row and kept the old value");
            add(
                    foreign,
                    written.rows().minus(written.merged()),
                    "foreign: the value is of no backfill; an insert or an update wrote it");
        }

        private void add(BitSet state, RowSet rows, String reason) {
            if (!rows.isEmpty()) {
                state.or(rows.toBitSet());
                why.add(rows.size() + (rows.size() == 1 ? " row " : " rows ") + reason);
            }
        }

        CellStates states(List<Stamp> stamps) {
            return new CellStates(
                    RowSet.of(fresh),
                    RowSet.of(nulls),
                    RowSet.of(missing),
                    RowSet.of(stale),
                    RowSet.of(failed),
                    RowSet.of(foreign),
                    why,
                    stamps);
        }
    }
}
