// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.feature.RowSet;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.CellProblem;
import dev.joust.internal.arrow.CellWriter;
import dev.joust.internal.arrow.CellWriters;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.ComputedRows;
import dev.joust.internal.backfill.rows.PlainValues;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.backfill.rows.RowError;
import dev.joust.internal.backfill.rows.RowNumbers;
import dev.joust.internal.backfill.rows.VectorOutputs;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.VectorBatchAppender;
import org.jspecify.annotations.Nullable;

/** The results of a feature for some rows of a batch, as objects until they are written to vectors. */
public final class ResultRows {
    private final ActiveFeature feature;
    private final RawBatch raw;
    private final int[] wanted;
    private final int[] called;
    private final @Nullable Object[][] values;
    private final @Nullable FieldVector[][] sources;
    private int[] places = new int[0];
    private @Nullable CallResults whole;
    private final List<VectorOutputs> vectors = new ArrayList<>();
    private final @Nullable RowError[] failures;
    private boolean hasFailures;

    /** Judges a value that does not fit its column, and marks its row as failed unless it throws. */
    @FunctionalInterface
    interface Judge {
        void failed(int row, Throwable problem) throws FeatureStopped;
    }

    /**
     * Starts with no results.
     *
     * @param wanted positions in the batch
     * @param called those of them for which the function is called; the others are NULL
     */
    ResultRows(ActiveFeature feature, RawBatch raw, int[] wanted, int[] called) {
        this.feature = feature;
        this.raw = raw;
        this.wanted = wanted;
        this.called = called;
        this.values = new Object[feature.registration().columns().size()][];
        this.sources = new FieldVector[values.length][];
        this.failures = new RowError[called.length];
    }

    /** Takes over what a call set for all rows, without a failure. */
    void setAll(CallResults call) {
        whole = call;
        for (int output = 0; output < values.length; output++) {
            values[output] = call.values(output);
        }
    }

    /** Takes over what a call set for one of its rows. */
    void set(int row, CallResults call, int position) {
        if (places.length == 0) {
            places = new int[called.length];
            Arrays.setAll(values, output -> new Object[called.length]);
        }
        for (int output = 0; output < values.length; output++) {
            FieldVector written = call.written(output);
            if (written != null && sources[output] == null) {
                sources[output] = new FieldVector[called.length];
            }
            if (sources[output] != null) {
                sources[output][row] = written;
            }
            values[output][row] = call.value(output, position);
        }
        places[row] = position;
    }

    /** Takes over the vectors of a call whose rows are set next. */
    void keep(VectorOutputs call) {
        vectors.add(call.taken());
    }

    /** Frees the vectors of calls. */
    void close() {
        vectors.forEach(VectorOutputs::free);
        vectors.clear();
    }

    void fail(int row, RowError error) {
        failures[row] = error;
        hasFailures = true;
    }

    /** The failures so far, in the order of rows. */
    List<RowError> errors() {
        return hasFailures ? Stream.of(failures).filter(Objects::nonNull).toList() : List.of();
    }

    /** Writes the results; the caller closes them. */
    ComputedRows write(BufferAllocator allocator, Judge judge) throws FeatureStopped {
        VectorSchemaRoot root =
                VectorSchemaRoot.create(schema(feature.registration().columns()), allocator);
        try {
            int[] resultOf = resultOf();
            while (!write(root, resultOf, judge)) {
                root.clear();
            }
            return computed(root, resultOf);
        } catch (FeatureStopped | RuntimeException | Error e) {
            root.close();
            throw e;
        } finally {
            close();
        }
    }

    /** For each wanted row its place among the called ones, or -1. */
    private int[] resultOf() {
        int[] resultOf = new int[wanted.length];
        for (int i = 0, next = 0; i < resultOf.length; i++) {
            boolean isCalled = next < called.length && called[next] == wanted[i];
            resultOf[i] = isCalled ? next++ : -1;
        }
        return resultOf;
    }

    private boolean isNull(int output, int row) {
        FieldVector source = source(output, row);
        return source == null ? value(output, row) == null : source.isNull(place(row));
    }

    private @Nullable Object value(int output, int row) {
        return values[output] == null ? null : values[output][row];
    }

    private int place(int row) {
        return whole == null ? places[row] : row;
    }

    private @Nullable FieldVector source(int output, int row) {
        if (whole != null) {
            return whole.written(output);
        }
        return sources[output] == null ? null : sources[output][row];
    }

    /** Whether each wanted row has a result of its own. */
    private boolean isComplete() {
        return !hasFailures && called.length == wanted.length && (whole != null || places.length == called.length);
    }

    /** Shows the vectors that calls wrote, where together they hold exactly these rows; false if they do not. */
    private boolean isTransferred(int output, FieldVector target) {
        if (!isComplete() || called.length == 0 || source(output, 0) == null) {
            return false;
        }
        List<FieldVector> parts = new ArrayList<>();
        int row = 0;
        while (row < called.length) {
            FieldVector part = source(output, row);
            int end = part == null ? row : row + part.getValueCount();
            if (part == null || end == row || end > called.length || !isPart(output, part, row, end)) {
                return false;
            }
            parts.add(part);
            row = end;
        }
        if (parts.size() == 1) {
            parts.get(0).makeTransferPair(target).splitAndTransfer(0, called.length);
        } else {
            VectorBatchAppender.batchAppend(target, parts.toArray(FieldVector[]::new));
        }
        return true;
    }

    private boolean isPart(int output, FieldVector part, int start, int end) {
        if (whole != null) {
            return true;
        }
        for (int row = start; row < end; row++) {
            if (source(output, row) != part || place(row) != row - start) {
                return false;
            }
        }
        return true;
    }

    private ComputedRows computed(VectorSchemaRoot root, int[] resultOf) {
        if (!hasFailures && root.getVector(0).getNullCount() == 0) {
            return new ComputedRows(offsets(), root, RowSet.none(), RowSet.none(), List.of());
        }
        BitSet nulls = new BitSet();
        BitSet failed = new BitSet();
        for (int i = 0; i < resultOf.length; i++) {
            int offset = raw.offsets().offset(wanted[i]);
            if (resultOf[i] >= 0 && failures[resultOf[i]] != null) {
                failed.set(offset);
            } else if (resultOf[i] < 0 || isNull(0, resultOf[i])) {
                nulls.set(offset);
            }
        }
        return new ComputedRows(offsets(), root, RowSet.of(nulls), RowSet.of(failed), errors());
    }

    private RowNumbers offsets() {
        if (wanted.length == raw.rows()) {
            return raw.offsets();
        }
        long[] offsets = new long[wanted.length];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = raw.offsets().offset(wanted[i]);
        }
        return RowNumbers.of(offsets);
    }

    /** Writes all values; returns false, with one more row marked as failed, if one does not fit its column. */
    private boolean write(VectorSchemaRoot root, int[] resultOf, Judge judge) throws FeatureStopped {
        List<Column> columns = feature.registration().columns();
        for (int output = 0; output < columns.size(); output++) {
            FieldVector vector = root.getVector(output);
            vector.setInitialCapacity(resultOf.length);
            vector.allocateNew();
            if (isTransferred(output, vector) || isPlain(output, vector)) {
                continue;
            }
            CellWriter writer = CellWriters.of(columns.get(output).asNullable(), vector);
            for (int i = 0; i < resultOf.length; i++) {
                int result = resultOf[i];
                boolean isNull = result < 0 || failures[result] != null || isNull(output, result);
                FieldVector source = isNull ? null : source(output, result);
                if (source != null) {
                    vector.copyFromSafe(place(result), i, source);
                    continue;
                }
                try {
                    writer.write(i, isNull ? null : value(output, result));
                } catch (CellProblem e) {
                    judge.failed(result, e.at(raw.rowIds().get(called[result])));
                    return false;
                }
            }
        }
        root.setRowCount(resultOf.length);
        return true;
    }

    private boolean isPlain(int output, FieldVector vector) {
        if (!isComplete() || values[output] == null || (called.length > 0 && source(output, 0) != null)) {
            return false;
        }
        ColumnType type = feature.registration().columns().get(output).type();
        if (PlainValues.write(type, vector, values[output])) {
            return true;
        }
        vector.reset();
        return false;
    }

    /** The schema of a column file: how values are stored, without what the table records about the feature. */
    public static Schema schema(List<Column> columns) {
        List<Field> fields = new ArrayList<>();
        for (Column column : columns) {
            Map<String, String> storage = new HashMap<>(column.metadata());
            storage.keySet().removeIf(key -> !key.startsWith("lance-"));
            fields.add(ArrowSchemas.field(column.withMetadata(storage)));
        }
        return new Schema(fields);
    }
}
