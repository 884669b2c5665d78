// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InternalException;
import dev.joust.error.UdfException;
import dev.joust.feature.ErrorPolicy;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.job.Cancellation;
import dev.joust.run.RunContext;
import dev.joust.run.TaskWorker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Computes the features of one fragment in one pass: batches of inputs are read in order, computed by the threads of
 * the pool, and written in order.
 *
 * <p>At any time there are at most the budget's bytes of inputs in memory, and the results of a few batches for each
 * thread; the rows of a fragment are never there all at once.
 *
 * <p>Threads: several fragments at once, each on a thread of its own.
 */
final class FragmentWorker implements TaskWorker<FragmentTask, FragmentResult> {
    private static final int BATCHES_PER_THREAD = 4;
    /** Rows of small values are read in larger batches than functions are called with. */
    private static final int SMALL_VALUES_ROWS = 4096;

    private final Snapshot snapshot;
    private final Map<String, ActiveFeature> features;
    private final Map<String, SqlComputation> expressions = new LinkedHashMap<>();
    private final Map<String, RelationComputation> relations = new LinkedHashMap<>();
    private final Limits limits;
    private final UdfPool pool;
    private final ByteBudget budget;
    private final RunContext context;
    private final TablePlace.Opened table;
    private final Map<Integer, FragmentFacts> fragments = new HashMap<>();

    /**
     * How a backfill works.
     *
     * @param concurrency how many threads the pool has
     */
    record Limits(int concurrency, int batchRows, ErrorPolicy onError, long maxFailedRows, Cancellation cancellation) {}

    /**
     * Works on one version, which it closes at the end.
     *
     * @param sources the versions of other tables that features read, by feature
     */
    FragmentWorker(
            TablePlace.Opened table,
            List<ActiveFeature> features,
            Map<String, TablePlace> sources,
            WorkSettings settings,
            RunContext context) {
        this.table = table;
        this.snapshot = table.snapshot();
        this.snapshot.fragments().forEach(fragment -> fragments.put(fragment.id(), fragment));
        this.features = new LinkedHashMap<>();
        features.forEach(feature -> this.features.put(feature.name(), feature));
        features.stream()
                .filter(feature -> feature.registration().sql().isPresent())
                .forEach(feature -> expressions.put(feature.name(), new SqlComputation(snapshot, feature)));
        this.limits = settings.limits(context.cancellation());
        this.budget = new ByteBudget(settings.queueBytes());
        this.context = context;
        this.pool = new UdfPool(settings.concurrency());
        try {
            openRelations(features, sources, settings.queueBytes());
        } catch (RuntimeException | Error e) {
            relations.values().forEach(RelationComputation::close);
            pool.close();
            throw e;
        }
    }

    private void openRelations(List<ActiveFeature> active, Map<String, TablePlace> sources, long heapBytes) {
        for (ActiveFeature feature : active) {
            feature.relation(snapshot.table().name())
                    .ifPresent(relation -> relations.put(
                            feature.name(),
                            RelationComputation.open(
                                    snapshot, feature, relation, sources.get(feature.name()), heapBytes)));
        }
    }

    @Override
    public void close() {
        try (table) {
            pool.close();
            relations.values().forEach(RelationComputation::close);
        }
    }

    @Override
    public FragmentResult execute(FragmentTask task) throws InterruptedException {
        return new Pass(task).run();
    }

    private boolean isSmall(String column) {
        ArrowType type = snapshot.schema().findField(column).getType();
        return type instanceof ArrowType.Bool
                || type instanceof ArrowType.Int
                || type instanceof ArrowType.FloatingPoint
                || type instanceof ArrowType.Utf8
                || type instanceof ArrowType.Timestamp
                || type instanceof ArrowType.Date
                || type instanceof ArrowType.List;
    }

    /** One fragment's way through the pool. */
    private final class Pass {
        private final FragmentTask task;
        private final FragmentFacts fragment;
        private final List<FeatureColumn> columns = new ArrayList<>();
        private final Deque<PendingBatch> pending = new ArrayDeque<>();
        private final List<RowError> errors = new ArrayList<>();
        private long failed;
        private long computed;

        Pass(FragmentTask task) {
            this.task = task;
            FragmentFacts found = fragments.get(task.fragment());
            if (found == null) {
                throw new InternalException("Cannot find fragment " + task.fragment() + " of table '"
                        + snapshot.table().name() + "' version " + snapshot.version() + "; please report this");
            }
            this.fragment = found;
        }

        FragmentResult run() throws InterruptedException {
            try {
                for (FeatureWork work : task.work()) {
                    ActiveFeature feature = requireNonNull(features.get(work.feature()));
                    columns.add(new FeatureColumn(
                            snapshot, fragment, feature, work, task.job(), relations.get(feature.name())));
                }
                read();
                while (!pending.isEmpty()) {
                    writeOldest();
                }
                return result();
            } finally {
                abandon();
                columns.forEach(FeatureColumn::close);
            }
        }

        private void read() throws InterruptedException {
            Set<String> inputs = new LinkedHashSet<>();
            task.work()
                    .forEach(work -> inputs.addAll(requireNonNull(features.get(work.feature()))
                            .columnsRead(snapshot.table().name())));
            int batchRows = inputs.stream().allMatch(FragmentWorker.this::isSmall)
                    ? Math.max(SMALL_VALUES_ROWS, limits.batchRows())
                    : limits.batchRows();
            try (InputReader reader =
                    new InputReader(snapshot, fragment, List.copyOf(inputs), task.rows(), batchRows)) {
                for (RawBatch raw = reader.next(); raw != null; raw = reader.next()) {
                    admit(raw);
                }
            }
        }

        /** Hands a batch to the pool as soon as there is room for it. */
        private void admit(RawBatch raw) throws InterruptedException {
            try {
                limits.cancellation().check();
                while (pending.size() >= BATCHES_PER_THREAD * limits.concurrency()) {
                    writeOldest();
                }
                boolean isTaken = budget.tryTake(raw.bytes());
                while (!isTaken && !pending.isEmpty()) {
                    writeOldest();
                    isTaken = budget.tryTake(raw.bytes());
                }
                if (!isTaken) {
                    budget.take(raw.bytes());
                }
            } catch (RuntimeException | InterruptedException e) {
                raw.close();
                throw e;
            }
            PendingBatch batch = new PendingBatch(raw, budget, this::compute);
            pending.add(batch);
            pool.execute(batch);
        }

        /** Computes all features of a batch, on a thread of the pool, so that they can share what they decode. */
        private List<ComputedRows> compute(RawBatch raw) throws InterruptedException {
            ValueBatch.Shared shared = new ValueBatch.Shared();
            List<ComputedRows> results = new ArrayList<>();
            try {
                for (FeatureColumn column : columns) {
                    limits.cancellation().check();
                    results.add(compute(column, raw, shared));
                }
                return results;
            } catch (RuntimeException | InterruptedException | Error e) {
                results.forEach(ComputedRows::close);
                throw e;
            }
        }

        private ComputedRows compute(FeatureColumn column, RawBatch raw, ValueBatch.Shared shared)
                throws InterruptedException {
            RelationComputation relation = relations.get(column.feature().name());
            if (relation != null) {
                return relation.compute(raw, column.rows(), limits);
            }
            SqlComputation expression = expressions.get(column.feature().name());
            return expression != null
                    ? expression.compute(raw, column.rows())
                    : RowComputation.compute(
                            snapshot.table().name(),
                            column.feature(),
                            limits,
                            raw,
                            column.rows(),
                            shared,
                            snapshot.table().store().allocator());
        }

        private void writeOldest() throws InterruptedException {
            limits.cancellation().check();
            List<ComputedRows> results = pending.element().await();
            pending.remove();
            BitSet rows = new BitSet();
            BitSet bad = new BitSet();
            try {
                for (int i = 0; i < results.size(); i++) {
                    ComputedRows result = results.get(i);
                    columns.get(i).add(result);
                    for (int row = 0; row < result.offsets().size(); row++) {
                        rows.set(result.offsets().offset(row));
                    }
                    bad.or(result.failed().toBitSet());
                    errors.addAll(result.errors());
                }
            } finally {
                results.forEach(ComputedRows::close);
            }
            count(rows.cardinality(), bad.cardinality());
        }

        private void count(int rows, int bad) {
            failed += bad;
            computed += rows - bad;
            context.add(rows, bad);
            long all = context.rowsFailed();
            if (all > limits.maxFailedRows()) {
                RowError last = errors.get(errors.size() - 1);
                throw new UdfException(
                        "Cannot go on computing table '" + snapshot.table().name() + "': " + all
                                + " rows failed, at most " + limits.maxFailedRows() + " may; the last one, row id "
                                + last.rowId() + " of feature '" + last.column() + "': " + last.message()
                                + "; correct the function, or allow more",
                        last.udf(),
                        last.column(),
                        last.rowId(),
                        last.attempt(),
                        new IllegalStateException(last.message()));
            }
        }

        private FragmentResult result() {
            List<String> rewritten = new ArrayList<>();
            List<ColumnFile> files = new ArrayList<>();
            for (FeatureColumn column : columns) {
                files.add(column.finish());
                if (column.rewrites()) {
                    rewritten.addAll(column.feature().registration().columnNames());
                }
            }
            return new FragmentResult(task.fragment(), files, rewritten, computed, failed, errors);
        }

        /** Frees what was not written, waiting for the threads that are at it. */
        private void abandon() {
            pending.forEach(PendingBatch::abandon);
            pending.clear();
        }
    }
}
