// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import static java.util.Objects.requireNonNull;

import dev.joust.error.UdfException;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.RowSet;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.ComputedRows;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.backfill.rows.RowError;
import dev.joust.internal.backfill.rows.SharedValues;
import dev.joust.internal.backfill.rows.ValueBatch;
import dev.joust.internal.backfill.rows.VectorOutputs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Calls the function of one feature for some rows of a batch until each has a value, or a failure that the policy lets
 * pass.
 *
 * <p>What is left to call is a stack, so that the work can stop between two calls: to wait without a thread, or to go
 * on at another thread when a function does not return. A row with a NULL input is NULL without a call, unless the
 * feature wants it.
 */
public final class RowComputation {
    private final Limits limits;
    private final ActiveFeature feature;
    private final ErrorPolicy policy;
    private final RawBatch raw;
    private final int[] called;
    private final ResultRows results;
    private final UdfErrors errors;
    private final String identityHash;
    private final Deque<Call> calls = new ArrayDeque<>();
    private final List<Integer> again = new ArrayList<>();
    private @Nullable Call current;
    private @Nullable CallResults out;
    private @Nullable Throwable againAfter;
    private int openAttempt = 1;
    private int planned;

    /** Where the rows are, and how they are computed. */
    public record Limits(String table, int fragment, WorkLimits of) {}

    /** Rows, by position among the called ones, for which the function is to be called at once. */
    private static final class Call {
        final Kind kind;
        final int[] rows;
        final int attempt;
        final @Nullable Throwable failure;

        Call(Kind kind, int[] rows, int attempt, @Nullable Throwable failure) {
            this.kind = kind;
            this.rows = rows;
            this.attempt = attempt;
            this.failure = failure;
        }
    }

    private enum Kind {
        /** As planned; may be retried. */
        WHOLE,
        /** Half of what ran out of memory. */
        HALVED,
        /** Part of a call that failed, to find the rows that do. */
        PART,
        /** After all parts of a call that stops the feature, if none of them did. */
        VERDICT
    }

    /**
     * Starts with nothing computed.
     *
     * @param rows the offsets that are wanted
     */
    RowComputation(Limits limits, ActiveFeature feature, RawBatch raw, RowSet rows) {
        this.limits = limits;
        this.feature = feature;
        this.identityHash = feature.identity().hash();
        this.policy = limits.of().failures().onError();
        this.raw = raw;
        this.errors = new UdfErrors(limits.table(), feature);
        int[] wanted = wanted(raw, rows);
        this.called = called(wanted);
        this.results = new ResultRows(feature, raw, wanted, called);
    }

    /** A function that takes rows one by one cannot tell in how many calls they come. */
    private void plan(boolean isRowByRow, int end) {
        int from = planned;
        while (isUnplanned(end)) {
            planned++;
        }
        int most = isRowByRow ? planned - from : limits.of().batchRows();
        for (int to = planned; to > from; to = from + (to - from - 1) / most * most) {
            calls.push(new Call(Kind.WHOLE, range(from + (to - from - 1) / most * most, to), 1, null));
        }
    }

    private static int[] range(int start, int end) {
        int[] range = new int[end - start];
        for (int i = 0; i < range.length; i++) {
            range[i] = start + i;
        }
        return range;
    }

    private static int[] wanted(RawBatch raw, RowSet rows) {
        int[] wanted = new int[raw.rows()];
        int count = 0;
        for (int row = 0; row < wanted.length; row++) {
            if (rows.contains(raw.offsets().offset(row))) {
                wanted[count++] = row;
            }
        }
        return count == wanted.length ? wanted : Arrays.copyOf(wanted, count);
    }

    /** The rows for which the function is called: all, or those without a NULL among the inputs. */
    private int[] called(int[] wanted) {
        List<FieldVector> nullable = new ArrayList<>();
        if (!feature.function().acceptsNull()) {
            for (FeatureInput input : feature.function().inputs()) {
                FieldVector vector = raw.vector(input.column());
                if (vector.getNullCount() > 0) {
                    nullable.add(vector);
                }
            }
        }
        if (nullable.isEmpty()) {
            return wanted;
        }
        int[] called = new int[wanted.length];
        int count = 0;
        for (int row : wanted) {
            boolean isNull = false;
            for (FieldVector vector : nullable) {
                isNull |= vector.isNull(row);
            }
            if (!isNull) {
                called[count++] = row;
            }
        }
        return Arrays.copyOf(called, count);
    }

    /**
     * Makes calls until all are made or one has to wait.
     *
     * @param end the position in the batch before which rows are called
     * @param lost what became of the last call if its thread was given up; null if it was not
     * @return how long to wait before this is called again; null if nothing is left to do
     */
    @Nullable
    Duration advance(UdfThread thread, SharedValues shared, @Nullable Throwable lost, int end)
            throws FeatureStopped, ThreadGivenUp {
        Duration wait = lost == null ? null : judgeLost(thread, lost);
        while (wait == null && (!calls.isEmpty() || isUnplanned(end))) {
            limits.of().cancellation().check();
            BatchUdf udf = thread.instance(identityHash);
            if (udf == null) {
                wait = judgeOpening(thread.open(feature));
            } else if (calls.isEmpty()) {
                plan(udf instanceof BatchUdf.RowByRow, end);
            } else {
                wait = call(calls.pop(), udf, thread, shared);
            }
        }
        return wait;
    }

    private boolean isUnplanned(int end) {
        return planned < called.length && called[planned] < end;
    }

    private @Nullable Duration call(Call call, BatchUdf udf, UdfThread thread, SharedValues shared)
            throws FeatureStopped, ThreadGivenUp {
        if (call.kind == Kind.VERDICT) {
            Throwable failure = requireNonNull(call.failure);
            throw stopped(errors.batch(call.rows.length, rowId(call.rows[0]), call.attempt, failure));
        }
        boolean isRowByRow = udf instanceof BatchUdf.RowByRow;
        // Closed by this thread even when it is given up: by then the function has returned.
        try (ValueBatch in = batch(call.rows, shared);
                VectorOutputs vectors = new VectorOutputs(feature.function().outputs(), call.rows.length)) {
            CallResults set = new CallResults(vectors, call.rows.length, policy, judgedAttempt(call), isRowByRow);
            current = call;
            out = set;
            Throwable failure = thread.watched(watch -> {
                udf.compute(in, set.watchedBy(watch));
                vectors.finish();
            });
            current = null;
            limits.of().cancellation().check();
            if (failure instanceof ThreadDeath) {
                thread.retire();
            }
            if (failure == null || set.stoppedAt() >= 0) {
                results.keep(vectors);
                if (call.rows.length == called.length && !set.hasFailures()) {
                    results.setAll(set);
                } else {
                    accept(call, set, call.rows.length);
                }
            } else {
                judge(call, set, failure);
            }
        }
        return retry(call);
    }

    private @Nullable Duration judgeLost(UdfThread thread, Throwable lost) throws FeatureStopped {
        limits.of().cancellation().check();
        Call call = current;
        current = null;
        if (call == null) {
            return judgeOpening(lost);
        }
        CallResults set = requireNonNull(out);
        if (thread.pool().givenUp() > UdfPool.MAX_GIVEN_UP) {
            throw stopped(errors.leavesThreads(rowId(call.rows[0]), lost));
        }
        if (set.isRowByRow() || call.rows.length == 1) {
            judgeNext(call, set, lost);
        } else {
            for (int row : call.rows) {
                if (policy.to(lost, judgedAttempt(call)) == ErrorPolicy.Reaction.STOP) {
                    throw stopped(errors.stuck(call.rows.length, rowId(call.rows[0]), call.attempt, lost));
                }
                failed(call, row, lost);
            }
        }
        return retry(call);
    }

    private @Nullable Duration judgeOpening(@Nullable Throwable failure) throws FeatureStopped {
        if (failure == null) {
            return null;
        }
        limits.of().cancellation().check();
        if (failure instanceof LinkageError) {
            throw stopped(errors.linkage(-1, failure));
        }
        if (policy.to(failure, openAttempt) != ErrorPolicy.Reaction.RETRY) {
            throw stopped(errors.open(openAttempt, failure));
        }
        return policy.waitBefore(
                openAttempt++, failure, ThreadLocalRandom.current().nextDouble());
    }

    private void judge(Call call, CallResults set, Throwable failure) throws FeatureStopped {
        long first = rowId(call.rows[0]);
        if (failure instanceof OutOfMemoryError) {
            if (call.rows.length == 1 || call.kind == Kind.HALVED) {
                throw stopped(errors.memory(call.rows.length, limits.of().batchRows(), first, failure));
            }
            halve(Kind.HALVED, call);
        } else if (failure instanceof LinkageError) {
            throw stopped(errors.linkage(first, failure));
        } else if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
            throw stopped(errors.machine(first, failure));
        } else if (set.isRowByRow()) {
            judgeNext(call, set, failure);
        } else if (call.rows.length == 1) {
            failed(call, call.rows[0], failure);
        } else {
            judgeAll(call, failure);
        }
    }

    /** A function that takes rows one by one failed at the one after those that are done. */
    private void judgeNext(Call call, CallResults set, Throwable failure) throws FeatureStopped {
        int done = set.rowsDone();
        accept(call, set, done);
        if (done < call.rows.length) {
            if (done + 1 < call.rows.length) {
                int[] rest = Arrays.copyOfRange(call.rows, done + 1, call.rows.length);
                calls.push(new Call(call.kind, rest, call.attempt, null));
            }
            failed(call, call.rows[done], failure);
        }
    }

    private void judgeAll(Call call, Throwable failure) {
        if (call.kind != Kind.PART) {
            ErrorPolicy.Reaction reaction = policy.to(failure, call.attempt);
            if (reaction == ErrorPolicy.Reaction.RETRY) {
                Arrays.stream(call.rows).forEach(again::add);
                againAfter = failure;
                return;
            } else if (reaction == ErrorPolicy.Reaction.STOP) {
                calls.push(new Call(Kind.VERDICT, call.rows, call.attempt, failure));
            }
        }
        halve(Kind.PART, call);
    }

    private void halve(Kind kind, Call call) {
        int middle = call.rows.length / 2;
        calls.push(new Call(kind, Arrays.copyOfRange(call.rows, middle, call.rows.length), call.attempt, null));
        calls.push(new Call(kind, Arrays.copyOf(call.rows, middle), call.attempt, null));
    }

    /** Parts are called to find the rows that fail, not to try them once more. */
    private int judgedAttempt(Call call) {
        return call.kind == Kind.PART ? Math.max(call.attempt, policy.attempts()) : call.attempt;
    }

    private void accept(Call call, CallResults set, int rows) throws FeatureStopped {
        int end = set.stoppedAt() >= 0 ? set.stoppedAt() + 1 : rows;
        for (int i = 0; i < end; i++) {
            Throwable failure = set.failure(i);
            if (failure == null) {
                results.set(call.rows[i], set, i);
            } else {
                failed(call, call.rows[i], failure);
            }
        }
    }

    private void failed(Call call, int row, Throwable failure) throws FeatureStopped {
        ErrorPolicy.Reaction reaction = policy.to(failure, judgedAttempt(call));
        if (reaction == ErrorPolicy.Reaction.RETRY) {
            again.add(row);
            againAfter = failure;
            return;
        }
        RowError error = RowError.of(
                feature, limits.fragment(), rowId(row), failure, call.attempt, policy.attempts(), preview(row));
        results.fail(row, error);
        if (reaction == ErrorPolicy.Reaction.STOP) {
            throw stopped(errors.row(error.rowId(), error.input(), call.attempt, failure));
        }
    }

    private @Nullable Duration retry(Call after) {
        if (again.isEmpty()) {
            return null;
        }
        int[] rows = again.stream().mapToInt(Integer::intValue).toArray();
        again.clear();
        calls.push(new Call(Kind.WHOLE, rows, after.attempt + 1, null));
        return policy.waitBefore(
                after.attempt,
                requireNonNull(againAfter),
                ThreadLocalRandom.current().nextDouble());
    }

    /** The results, which the caller closes; a value that does not fit its column is a failure of its row. */
    ComputedRows finish(BufferAllocator allocator) throws FeatureStopped {
        Call last = new Call(Kind.PART, new int[0], 1, null);
        return results.write(allocator, (row, problem) -> failed(last, row, problem));
    }

    /** Frees results that were not written. */
    void close() {
        results.close();
    }

    private FeatureStopped stopped(UdfException reason) {
        return new FeatureStopped(reason, results.errors());
    }

    private ValueBatch batch(int[] rows, SharedValues shared) {
        int[] positions = new int[rows.length];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = called[rows[i]];
        }
        return ValueBatch.of(raw, feature, positions, shared);
    }

    private long rowId(int row) {
        return raw.rowIds().get(called[row]);
    }

    private String preview(int row) {
        try (ValueBatch one = batch(new int[] {row}, new SharedValues())) {
            return one.preview(0);
        }
    }
}
