// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.task;

import dev.joust.feature.FeatureIdentity;
import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import dev.joust.internal.backfill.call.RelationComputation;
import dev.joust.internal.backfill.checkpoint.CheckpointFolder;
import dev.joust.internal.backfill.checkpoint.CheckpointWriter;
import dev.joust.internal.backfill.checkpoint.ReusedColumn;
import dev.joust.internal.backfill.checkpoint.ReusedRows;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.ComputedRows;
import dev.joust.internal.backfill.rows.RowError;
import dev.joust.internal.feature.Freshness;
import dev.joust.internal.feature.StampFiles;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.internal.relation.DigestFiles;
import dev.joust.internal.relation.KeyDigests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cells of one feature in one fragment on their way into a column file, and the stamps that it will carry. */
final class FeatureColumn implements AutoCloseable {
    private final Snapshot snapshot;
    private final FragmentFacts fragment;
    private final ActiveFeature feature;
    private final FeatureWork work;
    private final String job;
    private final ColumnAssembler assembler;
    private final @Nullable RelationComputation relation;
    private final RowSet rows;
    private final @Nullable ReusedColumn reused;
    private final @Nullable CheckpointWriter checkpoints;
    private final BitSet computed = new BitSet();
    private final BitSet nulls = new BitSet();
    private final BitSet failed = new BitSet();

    /**
     * Starts a column.
     *
     * @param checkpointRows how many rows make a checkpoint; 0 for the default
     * @param relation what reads other rows for it; null if it reads none
     */
    FeatureColumn(
            Snapshot snapshot,
            FragmentFacts fragment,
            ActiveFeature feature,
            FeatureWork work,
            String job,
            int checkpointRows,
            @Nullable RelationComputation relation) {
        this.relation = relation;
        this.snapshot = snapshot;
        this.fragment = fragment;
        this.feature = feature;
        this.work = work;
        this.job = job;
        this.rows = work.computed();
        this.checkpoints = CheckpointFolder.of(snapshot.table())
                .map(folder -> new CheckpointWriter(
                        folder,
                        snapshot.table().store().allocator(),
                        new CheckpointWriter.Place(feature.name(), fragment.id(), snapshot.version()),
                        checkpointRows,
                        () -> stamp(RowSet.none())))
                .orElse(null);
        this.reused = work.reused().isEmpty()
                ? null
                : new ReusedColumn(snapshot, feature.registration().columnNames(), work.reused());
        this.assembler = new ColumnAssembler(snapshot, fragment, feature, work.keepsOthers(), reused);
        for (ReusedRows one : work.reused()) {
            computed.or(one.rows().toBitSet());
            nulls.or(one.nulls().toBitSet());
            failed.or(one.failed().toBitSet());
        }
    }

    ActiveFeature feature() {
        return feature;
    }

    /** The rows that are to be computed; those that are taken from checkpoints are not among them. */
    RowSet rows() {
        return rows;
    }

    /** Whether values change that are not NULL. */
    boolean rewrites() {
        return work.rewrites();
    }

    /**
     * Adds the next rows.
     *
     * @param ids gives the id of each row
     */
    void add(ComputedRows next, Supplier<long[]> ids) {
        int count = next.offsets().size();
        if (count == 0) {
            return;
        }
        assembler.add(next);
        next.offsets().addTo(computed);
        nulls.or(next.nulls().toBitSet());
        failed.or(next.failed().toBitSet());
        if (checkpoints != null) {
            checkpoints.add(next, ids);
        }
    }

    /** What became of the failed rows of checkpoints; complete once the file is. */
    List<RowError> reusedErrors() {
        return reused == null ? List.of() : reused.errors();
    }

    /** How many checkpoints were written of it so far. */
    int checkpointsWritten() {
        return checkpoints == null ? 0 : checkpoints.written().size();
    }

    /** The checkpoints that the file makes needless. */
    List<String> checkpoints() {
        List<String> paths = new ArrayList<>();
        work.reused().forEach(one -> paths.add(one.path()));
        if (checkpoints != null) {
            paths.addAll(checkpoints.written());
        }
        return paths;
    }

    /**
     * Completes the file, which is not synced. Its commit checks that neither the inputs nor the column itself changed
     * meanwhile.
     */
    ColumnFile finish() {
        List<Integer> own = new ArrayList<>();
        feature.registration().columnNames().forEach(column -> own.addAll(snapshot.fieldIds(column)));
        Set<Integer> read = new TreeSet<>(own);
        feature.identity().inputs().forEach(input -> read.addAll(snapshot.fieldIds(input)));
        RowSet touched = RowSet.of(computed);
        if (checkpoints != null) {
            checkpoints.finish();
        }
        ColumnFile file = assembler.finish(
                StampFiles.metadata(own.get(0), stamps(touched), fragment.filesOf(own), touched),
                fragment.filesOf(read),
                List.copyOf(read));
        if (relation != null) {
            writeDigests(relation, file.name(), own.get(0), touched);
        }
        return file;
    }

    /** The digests of the rows that were computed, and those that the others were computed from. */
    private void writeDigests(RelationComputation computation, String file, int fieldId, RowSet touched) {
        long[] now = computation.state().digests(fragment);
        long[] before = new Freshness(snapshot).digests(fragment, feature.registration());
        for (int row = 0; row < now.length; row++) {
            if (!touched.contains(row)) {
                now[row] = row < before.length ? before[row] : KeyDigests.UNKNOWN;
            }
        }
        DigestFiles.write(snapshot.table(), file, Map.of(fieldId, now));
    }

    private List<Stamp> stamps(RowSet touched) {
        List<Stamp> stamps = new ArrayList<>();
        stamps.add(stamp(touched));
        if (touched.size() == fragment.physicalRows()) {
            return stamps;
        }
        for (Stamp stamp : new Freshness(snapshot).stamps(fragment, feature.registration())) {
            Stamp kept = stamp.only(stamp.rows().minus(touched));
            if (!kept.rows().isEmpty()) {
                stamps.add(kept);
            }
        }
        return stamps;
    }

    /** Says how the touched rows came about. */
    private Stamp stamp(RowSet touched) {
        FeatureIdentity identity = feature.identity();
        RowSet bad = RowSet.of(failed).and(touched);
        Stamp stamp = new Stamp(
                identity.udf(),
                identity.version(),
                identity.hash(),
                Freshness.signature(snapshot, fragment, feature.registration()),
                job,
                Instant.now(),
                touched.minus(bad),
                RowSet.of(nulls).and(touched),
                bad);
        return relation == null
                ? stamp
                : relation.state().version().map(stamp::withSource).orElse(stamp);
    }

    @Override
    public void close() {
        assembler.close();
    }
}
