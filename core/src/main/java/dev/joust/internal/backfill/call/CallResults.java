// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.OutputBatch;
import dev.joust.internal.backfill.rows.VectorOutputs;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a function sets. A function that was given up may still write here; nobody reads it any more.
 *
 * <p>Threads: written by the function's thread; {@link #rowsDone} may be read by another, and the rows before it.
 */
final class CallResults implements OutputBatch {
    private final ErrorPolicy policy;
    private final int attempt;
    private final VectorOutputs vectors;
    private final @Nullable Object[][] values;
    private final @Nullable Throwable[] failures;
    private final boolean isRowByRow;
    private final AtomicInteger rowsDone = new AtomicInteger();
    private int stoppedAt = -1;
    private boolean hasFailures;
    private @Nullable UdfCall watch;

    /** Ends the call of a function that told of a failure which stops its feature. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stop(Throwable cause) {
            super("The feature stops", cause, false, false);
        }
    }

    /**
     * Starts with nothing set.
     *
     * @param vectors where it may write columns as a whole
     * @param attempt the attempt by which the policy judges
     * @param isRowByRow whether the function is done with each row before it turns to the next
     */
    CallResults(VectorOutputs vectors, int rows, ErrorPolicy policy, int attempt, boolean isRowByRow) {
        this.vectors = vectors;
        this.policy = policy;
        this.attempt = attempt;
        this.values = new Object[vectors.size()][rows];
        this.failures = new Throwable[rows];
        this.isRowByRow = isRowByRow;
    }

    /** Gives the watch a sign of each row that is done. */
    CallResults watchedBy(UdfCall call) {
        this.watch = call;
        return this;
    }

    @Override
    public void set(int row, int output, @Nullable Object value) {
        values[output][row] = value;
        if (output == values.length - 1) {
            done(row);
        }
    }

    @Override
    public FieldVector vector(int output) {
        return vectors.open(output);
    }

    /** The vector of a column, if the function writes it so. */
    @Nullable
    FieldVector written(int output) {
        return vectors.written(output);
    }

    @Override
    public void fail(int row, Throwable cause) {
        if (cause instanceof OutOfMemoryError || cause instanceof LinkageError) {
            throw (Error) cause;
        }
        failures[row] = cause;
        hasFailures = true;
        if (policy.to(cause, attempt) == ErrorPolicy.Reaction.STOP) {
            stoppedAt = row;
            throw new Stop(cause);
        }
        done(row);
    }

    private void done(int row) {
        if (isRowByRow) {
            rowsDone.setRelease(row + 1);
            if (watch != null) {
                watch.sign();
            }
        }
    }

    boolean isRowByRow() {
        return isRowByRow;
    }

    /** How many rows are done, of a function that takes them one by one. */
    int rowsDone() {
        return rowsDone.getAcquire();
    }

    /** The row whose failure stops the feature, or -1. */
    int stoppedAt() {
        return stoppedAt;
    }

    boolean hasFailures() {
        return hasFailures;
    }

    @Nullable
    Throwable failure(int row) {
        return failures[row];
    }

    /** The values of a column that were set one by one. */
    @Nullable
    Object[] values(int output) {
        return values[output];
    }

    @Nullable
    Object value(int output, int row) {
        return values[output][row];
    }
}
