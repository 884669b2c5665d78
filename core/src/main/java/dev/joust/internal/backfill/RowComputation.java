// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.error.UdfException;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.OutputBatch;
import dev.joust.feature.RowSet;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.CellProblem;
import dev.joust.internal.arrow.CellWriter;
import dev.joust.internal.arrow.CellWriters;
import dev.joust.schema.Column;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Calls the function of one feature for some rows of a batch and turns the results into a vector for each column.
 *
 * <p>A row with a NULL input is NULL without a call, unless the feature wants it. Where a function of many rows throws
 * and failed rows are to be skipped, the batch is halved until the rows that it cannot compute are found.
 */
final class RowComputation implements OutputBatch {
    private final String table;
    private final ActiveFeature feature;
    private final ErrorPolicy policy;
    private final ValueBatch in;
    private final VectorOutputs vectors;
    private final @Nullable Object[][] results;
    private final @Nullable Throwable[] failures;
    private int start;
    private int rows;

    private RowComputation(
            String table, ActiveFeature feature, ErrorPolicy policy, ValueBatch in, VectorOutputs vectors) {
        this.table = table;
        this.feature = feature;
        this.policy = policy;
        this.in = in;
        this.vectors = vectors;
        this.results = new Object[feature.registration().columns().size()][in.rows()];
        this.failures = new Throwable[in.rows()];
    }

    /**
     * Computes the rows of a batch that a feature needs; runs on a {@link UdfThread}.
     *
     * @param rows the offsets that it needs
     */
    static ComputedRows compute(
            String table,
            ActiveFeature feature,
            FragmentWorker.Limits limits,
            RawBatch raw,
            RowSet rows,
            ValueBatch.Shared shared,
            BufferAllocator allocator)
            throws InterruptedException {
        List<Integer> wanted = new ArrayList<>();
        List<Integer> called = new ArrayList<>();
        for (int i = 0; i < raw.rows(); i++) {
            if (rows.contains(raw.offsets().offset(i))) {
                wanted.add(i);
                if (isCalled(feature, raw, i)) {
                    called.add(i);
                }
            }
        }
        try (ValueBatch in = ValueBatch.of(raw, feature, ints(called), shared);
                VectorOutputs vectors = new VectorOutputs(feature.function().outputs(), allocator)) {
            RowComputation computation = new RowComputation(table, feature, limits.onError(), in, vectors);
            if (in.rows() > 0) {
                BatchUdf udf = ((UdfThread) Thread.currentThread()).instance(feature);
                for (int from = 0; from < in.rows(); from += limits.batchRows()) {
                    limits.cancellation().check();
                    computation.call(udf, from, Math.min(in.rows(), from + limits.batchRows()));
                }
            }
            return computation.rows(raw, wanted, called, allocator);
        }
    }

    private static boolean isCalled(ActiveFeature feature, RawBatch raw, int position) {
        if (feature.function().acceptsNull()) {
            return true;
        }
        for (FeatureInput input : feature.function().inputs()) {
            if (raw.vector(input.column()).isNull(position)) {
                return false;
            }
        }
        return true;
    }

    private void call(BatchUdf udf, int from, int to) throws InterruptedException {
        start = from;
        rows = to - from;
        try (ValueBatch batch = in.slice(from, to)) {
            udf.compute(batch, this);
            vectors.finish(from, to - from);
        } catch (InterruptedException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw failure(from, e);
        } catch (Exception | Error e) {
            if (to - from == 1 || policy instanceof ErrorPolicy.Fail) {
                start = from;
                vectors.drop(from);
                fail(0, e);
            } else {
                int middle = (from + to) >>> 1;
                clear(from, to);
                call(udf, from, middle);
                call(udf, middle, to);
            }
        }
    }

    private void clear(int from, int to) {
        for (Object[] column : results) {
            java.util.Arrays.fill(column, from, to, null);
        }
        java.util.Arrays.fill(failures, from, to, null);
        vectors.drop(from);
    }

    @Override
    public void set(int row, int output, @Nullable Object value) {
        results[output][start + row] = value;
    }

    @Override
    public FieldVector vector(int output) {
        return vectors.open(output, start, rows);
    }

    @Override
    public void fail(int row, Throwable cause) {
        if (policy instanceof ErrorPolicy.Fail) {
            throw failure(start + row, cause);
        }
        failures[start + row] = cause;
    }

    private UdfException failure(int row, Throwable cause) {
        if (cause instanceof UdfException already) {
            return already;
        }
        return new UdfException(
                "Cannot compute feature '" + feature.name() + "' of table '" + table + "': function "
                        + feature.identity() + " failed at row id " + in.rowId(row) + " (" + in.preview(row) + "): "
                        + cause + "; correct it and run the backfill again, or let it skip rows that fail",
                feature.identity().udf(),
                feature.name(),
                in.rowId(row),
                1,
                cause);
    }

    /** Writes the results: a row that was not called is NULL. */
    private ComputedRows rows(RawBatch raw, List<Integer> wanted, List<Integer> called, BufferAllocator allocator) {
        VectorSchemaRoot values =
                VectorSchemaRoot.create(schema(feature.registration().columns()), allocator);
        try {
            int[] resultOf = new int[wanted.size()];
            for (int i = 0, next = 0; i < resultOf.length; i++) {
                boolean isCalled = next < called.size() && called.get(next).equals(wanted.get(i));
                resultOf[i] = isCalled ? next++ : -1;
            }
            while (!write(values, resultOf)) {
                values.clear();
            }
            long[] offsets = new long[resultOf.length];
            BitSet nulls = new BitSet();
            BitSet failed = new BitSet();
            List<RowError> errors = new ArrayList<>();
            for (int i = 0; i < resultOf.length; i++) {
                int offset = raw.offsets().offset(wanted.get(i));
                offsets[i] = offset;
                Throwable failure = resultOf[i] < 0 ? null : failures[resultOf[i]];
                if (failure != null) {
                    failed.set(offset);
                    errors.add(RowError.of(feature, in.rowId(resultOf[i]), failure, in.preview(resultOf[i])));
                } else if (resultOf[i] < 0 || isNull(resultOf[i])) {
                    nulls.set(offset);
                }
            }
            return new ComputedRows(new RowNumbers(offsets), values, RowSet.of(nulls), RowSet.of(failed), errors);
        } catch (RuntimeException | Error e) {
            values.close();
            throw e;
        }
    }

    /** Whether the first column of a row is NULL. */
    private boolean isNull(int result) {
        return vectors.has(0) ? vectors.isNull(0, result) : results[0][result] == null;
    }

    /** Writes all values; returns false, with one more row marked as failed, if one does not fit its column. */
    private boolean write(VectorSchemaRoot values, int[] resultOf) {
        List<Column> columns = feature.registration().columns();
        for (int output = 0; output < columns.size(); output++) {
            FieldVector vector = values.getVector(output);
            vector.setInitialCapacity(resultOf.length);
            vector.allocateNew();
            if (vectors.has(output)) {
                vectors.write(output, resultOf(resultOf), vector);
                continue;
            }
            CellWriter writer = CellWriters.of(columns.get(output).asNullable(), vector);
            for (int i = 0; i < resultOf.length; i++) {
                int result = resultOf[i];
                boolean isNull = result < 0 || failures[result] != null;
                try {
                    writer.write(i, isNull ? null : results[output][result]);
                } catch (CellProblem e) {
                    start = 0;
                    fail(result, e.at(in.rowId(result)));
                    return false;
                }
            }
        }
        values.setRowCount(resultOf.length);
        return true;
    }

    /** The computed rows without those that failed. */
    private int[] resultOf(int[] resultOf) {
        int[] good = resultOf.clone();
        for (int i = 0; i < good.length; i++) {
            good[i] = good[i] >= 0 && failures[good[i]] != null ? -1 : good[i];
        }
        return good;
    }

    /** The schema of a column file: how values are stored, without what the table records about the feature. */
    static Schema schema(List<Column> columns) {
        List<Field> fields = new ArrayList<>();
        for (Column column : columns) {
            java.util.Map<String, String> storage = new java.util.HashMap<>(column.metadata());
            storage.keySet().removeIf(key -> !key.startsWith("lance-"));
            fields.add(ArrowSchemas.field(column.withMetadata(storage)));
        }
        return new Schema(fields);
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
