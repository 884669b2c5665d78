// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static java.util.Objects.requireNonNull;

import dev.joust.error.JoustException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Computes all features of a batch one after the other, so that they can share what they decode.
 *
 * <p>Threads: one at a time, but not always the same.
 */
final class BatchComputation {
    private final RowComputation.Limits limits;
    private final List<FeatureColumn> columns;
    private final Map<String, SqlComputation> expressions;
    private final Map<String, RelationComputation> relations;
    private final FeatureFailures failures;
    private final RawBatch raw;
    private final BufferAllocator allocator;
    private final Map<String, ComputedRows> results = new LinkedHashMap<>();
    private ValueBatch.Shared shared = new ValueBatch.Shared();
    private int next;
    private @Nullable RowComputation current;
    private volatile boolean isAbandoned;

    BatchComputation(
            RowComputation.Limits limits,
            List<FeatureColumn> columns,
            Map<String, SqlComputation> expressions,
            Map<String, RelationComputation> relations,
            FeatureFailures failures,
            RawBatch raw,
            BufferAllocator allocator) {
        this.limits = limits;
        this.columns = List.copyOf(columns);
        this.expressions = expressions;
        this.relations = relations;
        this.failures = failures;
        this.raw = raw;
        this.allocator = allocator;
    }

    /**
     * Computes until everything is done or something has to wait.
     *
     * @param lost what became of the last call if its thread was given up; null if it was not
     * @return how long to wait before this is called again; null if nothing is left to do
     */
    @Nullable
    Duration advance(UdfThread thread, @Nullable Throwable lost) throws ThreadGivenUp {
        @Nullable Throwable pending = lost;
        if (lost != null) {
            // The function that was given up may still write to what it shares.
            shared = new ValueBatch.Shared();
        }
        while (next < columns.size()) {
            limits.of().cancellation().check();
            if (isAbandoned) {
                throw new CancellationException("The batch was abandoned");
            }
            Duration wait = advance(columns.get(next), thread, pending);
            if (wait != null) {
                return wait;
            }
            pending = null;
        }
        return null;
    }

    private @Nullable Duration advance(FeatureColumn column, UdfThread thread, @Nullable Throwable lost)
            throws ThreadGivenUp {
        ActiveFeature feature = column.feature();
        if (!failures.isStopped(feature.name())) {
            try {
                Duration wait = compute(column, thread, lost);
                if (wait != null) {
                    return wait;
                }
            } catch (FeatureStopped e) {
                failures.stop(feature.name(), e.reason(), e.errors());
            }
        }
        closeCurrent();
        next++;
        return null;
    }

    private @Nullable Duration compute(FeatureColumn column, UdfThread thread, @Nullable Throwable lost)
            throws FeatureStopped, ThreadGivenUp {
        ActiveFeature feature = column.feature();
        SqlComputation expression = expressions.get(feature.name());
        RelationComputation relation = relations.get(feature.name());
        if (expression != null || relation != null) {
            try {
                results.put(
                        feature.name(),
                        relation != null
                                ? relation.compute(limits, raw, column.rows())
                                : requireNonNull(expression).compute(limits, raw, column.rows()));
            } catch (JoustException e) {
                failures.stop(feature.name(), e, List.of());
            }
            return null;
        }
        if (current == null) {
            current = new RowComputation(limits, feature, raw, column.rows());
        }
        RowComputation computation = requireNonNull(current);
        Duration wait = computation.advance(thread, shared, lost);
        if (wait == null) {
            results.put(feature.name(), computation.finish(allocator));
        }
        return wait;
    }

    private void closeCurrent() {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    /** Asks it to end after the call that it is at. */
    void abandon() {
        isAbandoned = true;
    }

    /** The results by feature; features that stopped are not among them. Whoever takes them closes them. */
    Map<String, ComputedRows> results() {
        return results;
    }

    /** Frees the results, where nobody takes them. */
    void close() {
        closeCurrent();
        results.values().forEach(ComputedRows::close);
        results.clear();
    }
}
