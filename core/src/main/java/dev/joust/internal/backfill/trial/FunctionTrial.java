// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.trial;

import dev.joust.feature.BatchUdf;
import dev.joust.feature.Feature;
import dev.joust.feature.OutputBatch;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.CellProblem;
import dev.joust.internal.arrow.CellReader;
import dev.joust.internal.arrow.CellReaders;
import dev.joust.internal.arrow.CellWriter;
import dev.joust.internal.arrow.CellWriters;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.backfill.rows.SharedValues;
import dev.joust.internal.backfill.rows.ValueBatch;
import dev.joust.internal.backfill.rows.VectorOutputs;
import dev.joust.schema.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function for some rows on the calling thread, and gives back for each row its values as a column would hold
 * them, or why there are none. Nothing is written.
 */
final class FunctionTrial implements OutputBatch {
    private final Feature feature;
    private final VectorOutputs vectors;
    private final @Nullable Object[][] results;
    private final @Nullable Throwable[] failures;
    private final int rows;
    private boolean isOutOfRange;

    /**
     * What came of a row.
     *
     * @param values one for each column of the feature
     * @param failure null if it was computed
     * @param problem what kind of failure it is
     */
    record Outcome(List<@Nullable Object> values, @Nullable Throwable failure, Problem problem) {}

    /** Why a row has no values. */
    enum Problem {
        NONE,
        THROWN,
        LENGTH,
        TYPE
    }

    private FunctionTrial(Feature feature, VectorOutputs vectors, int rows) {
        this.feature = feature;
        this.vectors = vectors;
        this.rows = rows;
        this.results = new Object[feature.outputs().size()][rows];
        this.failures = new Throwable[rows];
    }

    /** Calls a function once; if it throws, once for each row. */
    static List<Outcome> run(
            BatchUdf udf, ActiveFeature feature, RawBatch raw, int[] positions, BufferAllocator allocator)
            throws InterruptedException {
        SharedValues shared = new SharedValues();
        try (ValueBatch in = ValueBatch.of(raw, feature, positions, shared);
                VectorOutputs vectors = new VectorOutputs(feature.function().outputs(), positions.length)) {
            FunctionTrial trial = new FunctionTrial(feature.function(), vectors, positions.length);
            Throwable thrown = trial.call(udf, in);
            if (thrown == null) {
                return trial.outcomes(allocator);
            }
            if (positions.length == 1) {
                Problem problem =
                        trial.isOutOfRange || thrown instanceof LengthProblem ? Problem.LENGTH : Problem.THROWN;
                return List.of(new Outcome(List.of(), thrown, problem));
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int position : positions) {
            outcomes.addAll(run(udf, feature, raw, new int[] {position}, allocator));
        }
        return outcomes;
    }

    private @Nullable Throwable call(BatchUdf udf, ValueBatch in) throws InterruptedException {
        try {
            udf.compute(in, this);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return e;
        }
        if (isOutOfRange) {
            return new LengthProblem("it set a row or a column that is not there");
        }
        try {
            vectors.finish();
            return null;
        } catch (IllegalArgumentException e) {
            return new LengthProblem(String.valueOf(e.getMessage()));
        }
    }

    /** A wrong number of results. */
    private static final class LengthProblem extends RuntimeException {
        private static final long serialVersionUID = 1;

        LengthProblem(String message) {
            super(message);
        }
    }

    @Override
    public void set(int row, int output, @Nullable Object value) {
        requireRow(row);
        if (output < 0 || output >= results.length) {
            isOutOfRange = true;
            throw new IndexOutOfBoundsException("There is no column " + output + " of " + results.length);
        }
        results[output][row] = value;
    }

    @Override
    public FieldVector vector(int output) {
        return vectors.open(output);
    }

    @Override
    public void fail(int row, Throwable cause) {
        requireRow(row);
        failures[row] = cause;
    }

    private void requireRow(int row) {
        if (row < 0 || row >= rows) {
            isOutOfRange = true;
            throw new IndexOutOfBoundsException("There is no row " + row + " of " + rows);
        }
    }

    private List<Outcome> outcomes(BufferAllocator allocator) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            Throwable failure = failures[row];
            outcomes.add(failure == null ? stored(row, allocator) : new Outcome(List.of(), failure, Problem.THROWN));
        }
        return outcomes;
    }

    private Outcome stored(int row, BufferAllocator allocator) {
        @Nullable Object[] values = new Object[results.length];
        for (int output = 0; output < results.length; output++) {
            Column column = feature.outputs().get(output).asNullable();
            try (FieldVector cell = ArrowSchemas.field(column).createVector(allocator)) {
                cell.setInitialCapacity(1);
                cell.allocateNew();
                FieldVector written = vectors.written(output);
                if (written != null && !written.isNull(row)) {
                    cell.copyFromSafe(row, 0, written);
                } else if (written != null) {
                    cell.setNull(0);
                } else {
                    CellWriter writer = CellWriters.of(column, cell);
                    writer.write(0, results[output][row]);
                }
                cell.setValueCount(1);
                CellReader reader = CellReaders.of(cell);
                values[output] = reader.read(0);
            } catch (CellProblem e) {
                return new Outcome(List.of(), e.at(row), Problem.TYPE);
            }
        }
        return new Outcome(Arrays.asList(values), null, Problem.NONE);
    }
}
