// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import static java.util.Objects.requireNonNull;

import dev.joust.error.JoustException;
import dev.joust.feature.FeatureInput;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.ComputedRows;
import dev.joust.internal.backfill.rows.DecodedBudget;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.backfill.rows.SharedValues;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Computes all features of a batch: first those that share what they decode, so many rows of all of them at a time as
 * {@link DecodedBudget} has room for, and then the others one after the other.
 *
 * <p>Threads: one at a time, but not always the same.
 */
public final class BatchComputation {
    private final RowComputation.Limits limits;
    private final DecodedBudget budget;
    private final List<FeatureRows> together;
    private final List<FeatureRows> alone;
    private final Set<FeatureInput> decodedOnce;
    private final Map<String, SqlComputation> expressions;
    private final Map<String, RelationComputation> relations;
    private final FeatureFailures failures;
    private final RawBatch raw;
    private final BufferAllocator allocator;
    private final Map<String, ComputedRows> results = new LinkedHashMap<>();
    private final Map<String, RowComputation> open = new HashMap<>();
    private SharedValues shared;
    private int next;
    private int start;
    private int end;
    private volatile boolean isAbandoned;

    public BatchComputation(
            RowComputation.Limits limits,
            DecodedBudget budget,
            List<FeatureRows> columns,
            Map<String, SqlComputation> expressions,
            Map<String, RelationComputation> relations,
            FeatureFailures failures,
            RawBatch raw,
            BufferAllocator allocator) {
        this.limits = limits;
        this.decodedOnce = decodedOnce(columns);
        this.budget = budget;
        this.shared = new SharedValues(decodedOnce, budget);
        this.together = columns.stream().filter(this::shares).toList();
        this.alone = columns.stream().filter(column -> !shares(column)).toList();
        this.expressions = expressions;
        this.relations = relations;
        this.failures = failures;
        this.raw = raw;
        this.allocator = allocator;
    }

    /** The inputs that several of the features read decoded. */
    private static Set<FeatureInput> decodedOnce(List<FeatureRows> columns) {
        Set<FeatureInput> seen = new HashSet<>();
        Set<FeatureInput> several = new HashSet<>();
        for (FeatureRows column : columns) {
            for (FeatureInput input : Set.copyOf(column.feature().function().inputs())) {
                if (input.type().isDecoded() && !seen.add(input)) {
                    several.add(input);
                }
            }
        }
        return several;
    }

    private boolean shares(FeatureRows column) {
        return column.feature().function().inputs().stream().anyMatch(decodedOnce::contains);
    }

    /**
     * Computes until everything is done or something has to wait.
     *
     * @param lost what became of the last call if its thread was given up; null if it was not
     * @return how long to wait before this is called again; null if nothing is left to do
     */
    @Nullable
    Duration advance(UdfThread thread, @Nullable Throwable lost) throws ThreadGivenUp {
        if (lost != null) {
            // The function that was given up may still write to what it shares.
            shared.close();
            shared = new SharedValues(decodedOnce, budget);
        }
        @Nullable Throwable pending = lost;
        while (next < together.size() + alone.size()) {
            limits.of().cancellation().check();
            if (isAbandoned) {
                throw new CancellationException("The batch was abandoned");
            }
            Duration wait = step(thread, pending);
            if (wait != null) {
                return wait;
            }
            pending = null;
        }
        return null;
    }

    /** Goes on with one feature: some rows of one that shares, all of another. */
    private @Nullable Duration step(UdfThread thread, @Nullable Throwable lost) throws ThreadGivenUp {
        boolean isShared = next < together.size();
        if (isShared && end == start) {
            end = start + budget.rows(limits.of().batchRows());
        }
        FeatureRows column = isShared ? together.get(next) : alone.get(next - together.size());
        Duration wait = advance(column, thread, lost, isShared ? end : Integer.MAX_VALUE);
        if (wait != null) {
            return wait;
        }
        next++;
        if (isShared && next == together.size()) {
            shared.forget();
            next = end < raw.rows() ? 0 : next;
            start = end;
        }
        return null;
    }

    private @Nullable Duration advance(FeatureRows column, UdfThread thread, @Nullable Throwable lost, int before)
            throws ThreadGivenUp {
        ActiveFeature feature = column.feature();
        if (!failures.isStopped(feature.name())) {
            try {
                Duration wait = compute(column, thread, lost, before);
                if (wait != null) {
                    return wait;
                }
            } catch (FeatureStopped e) {
                failures.stop(feature.name(), e.reason(), e.errors());
            }
        }
        if (before >= raw.rows() || failures.isStopped(feature.name())) {
            close(feature.name());
        }
        return null;
    }

    private @Nullable Duration compute(FeatureRows column, UdfThread thread, @Nullable Throwable lost, int before)
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
        RowComputation computation =
                open.computeIfAbsent(feature.name(), opened -> new RowComputation(limits, feature, raw, column.rows()));
        Duration wait = computation.advance(thread, shared, lost, before);
        if (wait == null && before >= raw.rows()) {
            results.put(feature.name(), computation.finish(allocator));
        }
        return wait;
    }

    private void close(String feature) {
        RowComputation computation = open.remove(feature);
        if (computation != null) {
            computation.close();
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
        shared.close();
        List.copyOf(open.keySet()).forEach(this::close);
        results.values().forEach(ComputedRows::close);
        results.clear();
    }
}
