// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.RowSet;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.ComputedRows;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.backfill.rows.RowError;
import dev.joust.internal.backfill.rows.RowNumbers;
import dev.joust.internal.backfill.rows.SharedValues;
import dev.joust.internal.backfill.rows.ValueBatch;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.BorrowedBatch;
import dev.joust.internal.lance.read.SqlEvaluator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.TransferPair;

/** Computes a feature that is an SQL expression, a batch at a time. Threads: safe for use by several threads. */
public final class SqlComputation {
    private final LanceStore store;
    private final ActiveFeature feature;
    private final SqlEvaluator evaluator;

    public SqlComputation(Snapshot snapshot, ActiveFeature feature) {
        this.store = snapshot.table().store();
        this.feature = feature;
        this.evaluator = SqlEvaluator.of(
                store,
                snapshot.schema(),
                List.of(SqlEvaluator.Output.computed(
                        feature.name(), feature.registration().sql().orElseThrow())),
                "compute feature '" + feature.name() + "' of table '"
                        + snapshot.table().name() + "'");
    }

    /**
     * Computes the wanted rows. Where the expression cannot be evaluated, the batch is halved until the rows are found
     * that fail, at most {@code 2 log2 n} evaluations for each; rows that are not wanted may fail unheard.
     */
    ComputedRows compute(RowComputation.Limits limits, RawBatch raw, RowSet rows) throws FeatureStopped {
        VectorSchemaRoot values =
                VectorSchemaRoot.create(ResultRows.schema(feature.registration().columns()), store.allocator());
        try {
            Pass pass = new Pass(limits, raw, rows, values.getVector(0));
            pass.evaluate(0, raw.rows());
            values.setRowCount(pass.offsets.size());
            long[] numbers = pass.offsets.stream().mapToLong(Long::longValue).toArray();
            return new ComputedRows(
                    RowNumbers.of(numbers), values, RowSet.of(pass.nulls), RowSet.of(pass.failed), pass.errors);
        } catch (FeatureStopped | RuntimeException | Error e) {
            values.close();
            throw e;
        }
    }

    /** The rows of one batch on their way into a vector. */
    private final class Pass {
        final RowComputation.Limits limits;
        final RawBatch raw;
        final RowSet wanted;
        final FieldVector target;
        final List<Long> offsets = new ArrayList<>();
        final BitSet nulls = new BitSet();
        final BitSet failed = new BitSet();
        final List<RowError> errors = new ArrayList<>();

        Pass(RowComputation.Limits limits, RawBatch raw, RowSet wanted, FieldVector target) {
            this.limits = limits;
            this.raw = raw;
            this.wanted = wanted;
            this.target = target;
        }

        void evaluate(int from, int to) throws FeatureStopped {
            limits.of().cancellation().check();
            int before = offsets.size();
            try {
                evaluateAtOnce(from, to);
            } catch (InvalidRequestException e) {
                offsets.subList(before, offsets.size()).clear();
                if (to - from > 1) {
                    int middle = (from + to) >>> 1;
                    evaluate(from, middle);
                    evaluate(middle, to);
                } else if (wanted.contains(raw.offsets().offset(from))) {
                    fail(from, e);
                }
            }
        }

        private void evaluateAtOnce(int from, int to) {
            List<FieldVector> slices = new ArrayList<>();
            try (ArrowReader results = evaluator.evaluate(borrowed(from, to, slices))) {
                int position = from;
                while (results.loadNextBatch()) {
                    VectorSchemaRoot root = results.getVectorSchemaRoot();
                    FieldVector source = root.getVector(0);
                    for (int i = 0; i < root.getRowCount(); i++, position++) {
                        int offset = raw.offsets().offset(position);
                        if (wanted.contains(offset)) {
                            copy(source, i, target, offsets.size());
                            nulls.set(offset, source.isNull(i));
                            offsets.add((long) offset);
                        }
                    }
                }
            } catch (IOException e) {
                throw new StorageException("Cannot compute feature '" + feature.name() + "': " + e + "; try again", e);
            } finally {
                slices.forEach(FieldVector::close);
            }
        }

        private BorrowedBatch borrowed(int from, int to, List<FieldVector> slices) {
            List<Field> fields =
                    raw.vectors().stream().map(FieldVector::getField).toList();
            if (from == 0 && to == raw.rows()) {
                return new BorrowedBatch(store.allocator(), fields, raw.vectors(), raw.rows());
            }
            for (FieldVector vector : raw.vectors()) {
                TransferPair slice = vector.getTransferPair(store.allocator());
                slices.add((FieldVector) slice.getTo());
                slice.splitAndTransfer(from, to - from);
            }
            return new BorrowedBatch(store.allocator(), fields, slices, to - from);
        }

        private void fail(int position, InvalidRequestException cause) throws FeatureStopped {
            ErrorPolicy policy = limits.of().failures().onError();
            int offset = raw.offsets().offset(position);
            long rowId = raw.rowIds().get(position);
            String input = ValueBatch.of(raw, feature, new int[] {position}, new SharedValues())
                    .preview(0);
            errors.add(RowError.of(feature, limits.fragment(), rowId, cause, 1, 1, input));
            if (policy.to(cause, policy.attempts()) == ErrorPolicy.Reaction.STOP) {
                throw new FeatureStopped(new UdfErrors(limits.table(), feature).row(rowId, input, 1, cause), errors);
            }
            target.setNull(offsets.size());
            nulls.clear(offset);
            failed.set(offset);
            offsets.add((long) offset);
        }
    }

    private static void copy(FieldVector source, int from, FieldVector target, int to) {
        if (source.isNull(from)) {
            target.setNull(to);
        } else {
            target.copyFromSafe(from, to, source);
        }
    }
}
