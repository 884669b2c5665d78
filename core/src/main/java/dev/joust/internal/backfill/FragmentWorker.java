// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static java.util.Objects.requireNonNull;

import dev.joust.backfill.FailureSettings;
import dev.joust.error.InternalException;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.job.Cancellation;
import dev.joust.run.TaskWorker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
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
    private final Limits limits;
    private final UdfPool pool;
    private final ByteBudget budget;
    private final AtomicLong rowsDone;
    private final FeatureFailures failures;

    /**
     * How a backfill works.
     *
     * @param concurrency how many threads the pool has
     */
    record Limits(int concurrency, int batchRows, FailureSettings failures, Cancellation cancellation) {}

    /**
     * Works on one version.
     *
     * @param rowsDone counts rows as they are computed
     * @param failures counts rows that failed, and knows the features that stopped
     */
    FragmentWorker(
            Snapshot snapshot,
            List<ActiveFeature> features,
            Limits limits,
            UdfPool pool,
            ByteBudget budget,
            AtomicLong rowsDone,
            FeatureFailures failures) {
        this.snapshot = snapshot;
        this.features = new LinkedHashMap<>();
        features.forEach(feature -> this.features.put(feature.name(), feature));
        features.stream()
                .filter(feature -> feature.registration().sql().isPresent())
                .forEach(feature -> expressions.put(feature.name(), new SqlComputation(snapshot, feature)));
        this.limits = limits;
        this.pool = pool;
        this.budget = budget;
        this.rowsDone = rowsDone;
        this.failures = failures;
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
        private final Map<String, List<RowError>> errors = new LinkedHashMap<>();
        private final Set<String> dropped = new HashSet<>();
        private boolean isWhole = true;
        private long failed;
        private long computed;

        Pass(FragmentTask task) {
            this.task = task;
            this.fragment = snapshot.fragments().stream()
                    .filter(f -> f.id() == task.fragment())
                    .findFirst()
                    .orElseThrow(() -> new InternalException("Cannot find fragment " + task.fragment() + " of table '"
                            + snapshot.table().name() + "' version " + snapshot.version() + "; please report this"));
        }

        FragmentResult run() throws InterruptedException {
            try {
                for (FeatureWork work : task.work()) {
                    ActiveFeature feature = requireNonNull(features.get(work.feature()));
                    columns.add(new FeatureColumn(snapshot, fragment, feature, work, task.job()));
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
                            .identity()
                            .inputs()));
            int batchRows = inputs.stream().allMatch(FragmentWorker.this::isSmall)
                    ? Math.max(SMALL_VALUES_ROWS, limits.batchRows())
                    : limits.batchRows();
            if (isStopped()) {
                isWhole = false;
                return;
            }
            try (InputReader reader =
                    new InputReader(snapshot, fragment, List.copyOf(inputs), task.rows(), batchRows)) {
                for (RawBatch raw = reader.next(); raw != null; raw = reader.next()) {
                    admit(raw);
                    if (isStopped()) {
                        isWhole = false;
                        break;
                    }
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
            PendingBatch batch = new PendingBatch(
                    raw,
                    budget,
                    pool,
                    new BatchComputation(
                            new RowComputation.Limits(snapshot.table().name(), task.fragment(), limits),
                            columns,
                            expressions,
                            failures,
                            raw,
                            snapshot.table().store().allocator()));
            pending.add(batch);
            pool.execute(batch);
        }

        /** Whether no feature is left to compute. */
        private boolean isStopped() {
            return task.work().stream().allMatch(work -> failures.isStopped(work.feature()));
        }

        private void writeOldest() throws InterruptedException {
            limits.cancellation().check();
            Map<String, ComputedRows> results = pending.element().await();
            pending.remove();
            BitSet rows = new BitSet();
            BitSet bad = new BitSet();
            try {
                for (FeatureColumn column : columns) {
                    ComputedRows result = results.get(column.feature().name());
                    if (result == null || dropped.contains(column.feature().name())) {
                        dropped.add(column.feature().name());
                    } else {
                        write(column, result);
                        result.offsets().addTo(rows);
                        bad.or(result.failed().toBitSet());
                    }
                }
            } finally {
                results.values().forEach(ComputedRows::close);
            }
            failed += bad.cardinality();
            computed += rows.cardinality() - bad.cardinality();
            rowsDone.addAndGet(rows.cardinality());
        }

        private void write(FeatureColumn column, ComputedRows result) {
            String name = column.feature().name();
            column.add(result);
            errors.computeIfAbsent(name, feature -> new ArrayList<>()).addAll(result.errors());
            failures.count(name, result.offsets().size(), result.errors());
            if (failures.isStopped(name)) {
                dropped.add(name);
            }
        }

        private FragmentResult result() {
            List<String> rewritten = new ArrayList<>();
            List<ColumnFile> files = new ArrayList<>();
            List<RowError> committed = new ArrayList<>();
            for (FeatureColumn column : columns) {
                String name = column.feature().name();
                List<RowError> own = errors.getOrDefault(name, List.of());
                if (!isWhole || dropped.contains(name)) {
                    failures.keep(own);
                    continue;
                }
                committed.addAll(own);
                files.add(column.finish());
                if (column.rewrites()) {
                    rewritten.addAll(column.feature().registration().columnNames());
                }
            }
            return new FragmentResult(task.fragment(), files, rewritten, computed, failed, committed);
        }

        /** Frees what was not written, waiting for the threads that are at it. */
        private void abandon() {
            pending.forEach(PendingBatch::abandon);
            pending.clear();
        }
    }
}
