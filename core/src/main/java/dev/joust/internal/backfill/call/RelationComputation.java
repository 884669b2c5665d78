// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.error.InternalException;
import dev.joust.error.StorageException;
import dev.joust.error.UdfException;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.MissingKey;
import dev.joust.feature.RowSet;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.ComputedRows;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.backfill.rows.RowError;
import dev.joust.internal.backfill.rows.RowNumbers;
import dev.joust.internal.backfill.rows.TablePlace;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.relation.DuplicateValues;
import dev.joust.internal.relation.Neighbours;
import dev.joust.internal.relation.Partners;
import dev.joust.internal.relation.Relation;
import dev.joust.internal.relation.RelationState;
import dev.joust.internal.relation.RelationValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Computes a feature that reads other rows, a batch at a time, from one version of its source.
 *
 * <p>Threads: safe for use by several threads. Whoever made it closes it.
 */
public final class RelationComputation implements AutoCloseable {
    private final Snapshot snapshot;
    private final ActiveFeature feature;
    private final Relation relation;
    private final TablePlace.@Nullable Opened opened;
    private final RelationValues values;
    private final RelationState state;
    private final String what;

    private RelationComputation(
            Snapshot snapshot,
            ActiveFeature feature,
            Relation relation,
            TablePlace.@Nullable Opened opened,
            long heapBytes) {
        Snapshot source = opened == null ? snapshot : opened.snapshot();
        this.snapshot = snapshot;
        this.feature = feature;
        this.relation = relation;
        this.opened = opened;
        this.what = "compute feature '" + feature.name() + "' of table '"
                + snapshot.table().name() + "'";
        this.state = RelationState.at(snapshot, relation, source, heapBytes);
        this.values = new RelationValues(source, relation, heapBytes, what);
    }

    /**
     * Opens the source of a feature.
     *
     * @param place where the source lies; null for the table itself
     * @param heapBytes at most so many bytes of the heap for each table of keys; temporary files take what is more
     */
    public static RelationComputation open(
            Snapshot snapshot, ActiveFeature feature, Relation relation, @Nullable TablePlace place, long heapBytes) {
        TablePlace.Opened opened = place == null ? null : place.open();
        try {
            return new RelationComputation(snapshot, feature, relation, opened, heapBytes);
        } catch (RuntimeException | Error e) {
            if (opened != null) {
                opened.close();
            }
            throw e;
        }
    }

    /**
     * Finds where the source of a relation lies, at its newest version.
     *
     * @return empty if it is the table itself
     * @throws dev.joust.error.NotFoundException if there is no such table
     * @throws dev.joust.error.InvalidRequestException if it lacks a column
     */
    public static Optional<TablePlace> place(LanceTable table, Relation relation) {
        if (relation.source().isEmpty()) {
            return Optional.empty();
        }
        try (LanceTable other = Neighbours.open(table, relation.source().get());
                Snapshot newest = other.latest()) {
            relation.version(newest);
            return Optional.of(TablePlace.of(newest));
        }
    }

    /** What its source holds. */
    public RelationState state() {
        return state;
    }

    public ComputedRows compute(RowComputation.Limits limits, RawBatch raw, RowSet rows) throws FeatureStopped {
        int[] wanted = new int[raw.rows()];
        int count = 0;
        for (int i = 0; i < raw.rows(); i++) {
            if (rows.contains(raw.offsets().offset(i))) {
                wanted[count++] = i;
            }
        }
        int[] at = java.util.Arrays.copyOf(wanted, count);
        if (relation.bits().isPresent()) {
            return duplicates(raw, at);
        }
        List<FieldVector> keys = relation.keys().stream().map(raw::vector).toList();
        VectorSchemaRoot target = VectorSchemaRoot.create(
                ResultRows.schema(feature.registration().columns()),
                snapshot.table().store().allocator());
        try (Partners.Found found = values.find(keys, at)) {
            Filling filling = new Filling(raw, at, keys, target, limits);
            filling.fill(found);
            target.setRowCount(at.length);
            return filling.result();
        } catch (FeatureStopped | RuntimeException | Error e) {
            target.close();
            throw e;
        }
    }

    private ComputedRows duplicates(RawBatch raw, int[] at) {
        long[] offsets = new long[at.length];
        List<Long> ids = new ArrayList<>(at.length);
        for (int i = 0; i < at.length; i++) {
            offsets[i] = raw.offsets().offset(at[i]);
            ids.add(raw.rowIds().get(at[i]));
        }
        VectorSchemaRoot target = VectorSchemaRoot.create(
                ResultRows.schema(feature.registration().columns()),
                snapshot.table().store().allocator());
        try {
            new DuplicateValues(snapshot, relation, state).write(ids, target);
            target.setRowCount(at.length);
            BitSet nulls = new BitSet();
            for (int i = 0; i < at.length; i++) {
                nulls.set((int) offsets[i], target.getVector(0).isNull(i));
            }
            return new ComputedRows(RowNumbers.of(offsets), target, RowSet.of(nulls), RowSet.none(), List.of());
        } catch (RuntimeException | Error e) {
            target.close();
            throw e;
        }
    }

    @Override
    public void close() {
        values.close();
        if (opened != null) {
            opened.close();
        }
    }

    /** The rows of one batch. */
    private final class Filling {
        private final RawBatch raw;
        private final int[] at;
        private final List<FieldVector> keys;
        private final VectorSchemaRoot target;
        private final RowComputation.Limits limits;
        private final BitSet nulls = new BitSet();
        private final BitSet failed = new BitSet();
        private final List<RowError> errors = new ArrayList<>();

        Filling(RawBatch raw, int[] at, List<FieldVector> keys, VectorSchemaRoot target, RowComputation.Limits limits) {
            this.raw = raw;
            this.at = at;
            this.keys = keys;
            this.target = target;
            this.limits = limits;
        }

        void fill(Partners.Found found) throws FeatureStopped {
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < at.length; i++) {
                if (found.position(i) >= 0) {
                    copy(found.values(), found.position(i), i);
                } else if (relation.missing() == MissingKey.KEEP) {
                    kept.add(i);
                } else {
                    copyNulls(i);
                    if (relation.missing() == MissingKey.ERROR && !hasNullKey(at[i])) {
                        fail(i);
                    } else {
                        nulls.set(raw.offsets().offset(at[i]));
                    }
                }
            }
            if (!kept.isEmpty()) {
                keep(kept);
            }
        }

        private void copy(List<FieldVector> sources, int from, int to) {
            for (int column = 0; column < sources.size(); column++) {
                FieldVector source = sources.get(column);
                FieldVector vector = target.getVector(column);
                if (source.isNull(from)) {
                    vector.setNull(to);
                    if (column == 0) {
                        nulls.set(raw.offsets().offset(at[to]));
                    }
                } else {
                    vector.copyFromSafe(from, to, source);
                }
            }
        }

        private void copyNulls(int to) {
            target.getFieldVectors().forEach(vector -> vector.setNull(to));
        }

        /** Copies the values that rows have now. */
        private void keep(List<Integer> rows) {
            if (snapshot.fieldIds(feature.name()).isEmpty()) {
                // The preview of a feature that the table does not have.
                for (int row : rows) {
                    copyNulls(row);
                    nulls.set(raw.offsets().offset(at[row]));
                }
                return;
            }
            List<Long> ids = rows.stream().map(row -> raw.rowIds().get(at[row])).toList();
            List<String> columns = feature.registration().columnNames();
            try (ArrowReader reader = snapshot.take(ids, columns)) {
                boolean hasRows = reader.loadNextBatch();
                VectorSchemaRoot current = reader.getVectorSchemaRoot();
                if (!hasRows || current.getRowCount() != ids.size()) {
                    throw new InternalException("Cannot " + what + ": got " + current.getRowCount() + " of "
                            + ids.size() + " rows; please report this");
                }
                List<FieldVector> vectors =
                        columns.stream().map(current::getVector).toList();
                for (int i = 0; i < rows.size(); i++) {
                    copy(vectors, i, rows.get(i));
                }
            } catch (IOException e) {
                throw new StorageException("Cannot " + what + ": " + e.getMessage() + "; check the storage", e);
            }
        }

        private boolean hasNullKey(int position) {
            return keys.stream().anyMatch(key -> key.isNull(position));
        }

        private void fail(int row) throws FeatureStopped {
            long rowId = raw.rowIds().get(at[row]);
            String input = shownKey(at[row]);
            UdfException cause = new UdfException(
                    "Cannot " + what + ": row id " + rowId + " has " + input + ", which table '"
                            + relation.source().orElse(limits.table())
                            + "' has not; add it there, or let such cells be NULL or kept",
                    feature.identity().udf(),
                    feature.name(),
                    rowId,
                    1,
                    new NoSuchElementException(input));
            ErrorPolicy policy = limits.of().failures().onError();
            errors.add(RowError.of(feature, limits.fragment(), rowId, cause, 1, 1, input));
            if (policy.to(cause, policy.attempts()) == ErrorPolicy.Reaction.STOP) {
                throw new FeatureStopped(cause, errors);
            }
            failed.set(raw.offsets().offset(at[row]));
        }

        private String shownKey(int position) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                parts.add(relation.keys().get(i) + " = " + keys.get(i).getObject(position));
            }
            return String.join(", ", parts);
        }

        ComputedRows result() {
            long[] offsets = new long[at.length];
            for (int i = 0; i < at.length; i++) {
                offsets[i] = raw.offsets().offset(at[i]);
            }
            return new ComputedRows(RowNumbers.of(offsets), target, RowSet.of(nulls), RowSet.of(failed), errors);
        }
    }
}
