// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.task;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InternalException;
import dev.joust.feature.RowSet;
import dev.joust.internal.backfill.call.Admission;
import dev.joust.internal.backfill.call.BatchComputation;
import dev.joust.internal.backfill.call.FeatureFailures;
import dev.joust.internal.backfill.call.FeatureRows;
import dev.joust.internal.backfill.call.PendingBatch;
import dev.joust.internal.backfill.call.RelationComputation;
import dev.joust.internal.backfill.call.RowComputation;
import dev.joust.internal.backfill.call.SqlComputation;
import dev.joust.internal.backfill.call.UdfPool;
import dev.joust.internal.backfill.call.WorkLimits;
import dev.joust.internal.backfill.checkpoint.LostCheckpointException;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.ByteBudget;
import dev.joust.internal.backfill.rows.ComputedRows;
import dev.joust.internal.backfill.rows.DecodedBudget;
import dev.joust.internal.backfill.rows.InputPlan;
import dev.joust.internal.backfill.rows.InputReader;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.backfill.rows.RowError;
import dev.joust.internal.backfill.rows.TablePlace;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.run.RunContext;
import dev.joust.run.TaskWorker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the features of one fragment in one pass: batches of inputs are read in order, computed by the threads of
 * the pool, and written in order.
 *
 * <p>At any time there are at most the budgets' bytes of inputs and of values decoded from them in memory, and the
 * results of a few batches for each thread; the rows of a fragment are never there all at once.
 *
 * <p>Threads: several fragments at once, each on a thread of its own.
 */
final class FragmentWorker implements TaskWorker<FragmentTask, FragmentResult> {
    private static final Logger LOG = LoggerFactory.getLogger(FragmentWorker.class);
    private static final double PART_SECONDS = 0.1;
    private static final int BATCHES_PER_THREAD = 4;
    /** Rows of small values are read in larger batches than functions are called with. */
    private static final int SMALL_VALUES_ROWS = 8192;

    /** The most of them, where so many are known to take no more than the bytes below. */
    private static final int MOST_ROWS = 65_536;

    private static final long BATCH_BYTES = 2 << 20;

    private final Snapshot snapshot;
    private final Map<String, ActiveFeature> features;
    private final Map<String, SqlComputation> expressions = new LinkedHashMap<>();
    private final Map<String, RelationComputation> relations = new LinkedHashMap<>();
    private final WorkLimits limits;
    private final int checkpointRows;
    private final Admission admission;
    private final UdfPool pool;
    private final ByteBudget budget;
    private final DecodedBudget decoded;
    private final RunContext context;
    private final FeatureFailures failures;
    private final TablePlace.Opened table;
    private final Programs programs;
    private final Map<Integer, FragmentFacts> fragments = new HashMap<>();
    /** How fast the last look at any fragment was. */
    private volatile double rowsPerSecond;
    /** How many bytes of inputs a row had at the last look. */
    private volatile double bytesPerRow = Double.POSITIVE_INFINITY;

    /**
     * Works on one version, which it closes at the end.
     *
     * @param sources the versions of other tables that features read, by feature
     * @param failures counts on from what the job committed before
     */
    FragmentWorker(
            TablePlace.Opened table,
            List<ActiveFeature> features,
            Map<String, TablePlace> sources,
            WorkSettings settings,
            Programs programs,
            FeatureFailures failures,
            RunContext context) {
        this.table = table;
        this.programs = programs;
        this.snapshot = table.snapshot();
        this.snapshot.fragments().forEach(fragment -> fragments.put(fragment.id(), fragment));
        this.features = new LinkedHashMap<>();
        features.forEach(feature -> this.features.put(feature.name(), feature));
        features.stream()
                .filter(feature -> feature.registration().sql().isPresent())
                .forEach(feature -> expressions.put(feature.name(), new SqlComputation(snapshot, feature)));
        this.limits = settings.limits(context.cancellation());
        this.budget = new ByteBudget(settings.queueBytes());
        this.decoded = new DecodedBudget(settings.concurrency());
        this.context = context;
        this.checkpointRows = settings.checkpointRows();
        this.failures = failures;
        this.admission = Admission.of(features, settings.concurrency(), context.devices(), context.cancellation());
        this.pool = new UdfPool(admission, settings.failures(), context.cancellation());
        try {
            openRelations(features, sources, settings.queueBytes());
        } catch (RuntimeException | Error e) {
            relations.values().forEach(RelationComputation::close);
            pool.close();
            admission.close();
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
        try (table;
                admission) {
            pool.close();
            relations.values().forEach(RelationComputation::close);
        }
    }

    @Override
    public FragmentResult execute(FragmentTask task) throws InterruptedException {
        FragmentTask left = task;
        List<String> earlier = new ArrayList<>();
        while (true) {
            Pass pass = new Pass(left, earlier);
            try {
                return pass.run();
            } catch (LostCheckpointException e) {
                LOG.warn("{}; its rows are computed again", e.getMessage());
                earlier.addAll(pass.checkpoints());
                left = left.without(e.path());
            }
        }
    }

    /** One fragment's way through the pool. */
    private final class Pass {
        private final FragmentTask task;
        private final List<String> earlier;
        private final FragmentFacts fragment;
        private final List<FeatureColumn> columns = new ArrayList<>();
        private final Deque<PendingBatch> pending = new ArrayDeque<>();
        private final long startNanos = System.nanoTime();
        private int pendingRows;
        private final Map<String, List<RowError>> errors = new LinkedHashMap<>();
        private final Set<String> dropped = new HashSet<>();
        private boolean isWhole = true;
        private long failed;
        private long computed;

        /** @param earlier checkpoints of a pass before it, which it makes needless */
        Pass(FragmentTask task, List<String> earlier) {
            this.earlier = List.copyOf(earlier);
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
                            snapshot,
                            fragment,
                            feature,
                            work,
                            task.job(),
                            checkpointRows,
                            relations.get(feature.name())));
                }
                RowSet remaining = RowSet.none();
                for (FeatureColumn column : columns) {
                    remaining = remaining.or(column.rows());
                }
                if (!remaining.isEmpty()) {
                    read(remaining);
                }
                while (!pending.isEmpty()) {
                    writeOldest();
                }
                return result(remaining);
            } finally {
                abandon();
                columns.forEach(FeatureColumn::close);
            }
        }

        private void read(RowSet rows) throws InterruptedException {
            InputPlan inputs =
                    InputPlan.of(columns.stream().map(FeatureColumn::feature).toList());
            int batchRows = inputs.isSmall(snapshot.schema())
                    ? Math.max(smallValuesRows(), limits.batchRows())
                    : limits.batchRows();
            if (isStopped()) {
                isWhole = false;
                return;
            }
            try (InputReader reader = new InputReader(snapshot, fragment, inputs, rows, batchRows)) {
                for (RawBatch raw = reader.next(); raw != null; raw = reader.next()) {
                    admitParts(raw);
                    if (isStopped()) {
                        isWhole = false;
                        break;
                    }
                }
            }
        }

        private int smallValuesRows() {
            return (int) Math.min(MOST_ROWS, Math.max(SMALL_VALUES_ROWS, BATCH_BYTES / bytesPerRow));
        }

        /** Hands a batch to the pool in parts that take about a tenth of a second. */
        private void admitParts(RawBatch raw) throws InterruptedException {
            if (raw.rows() > 0) {
                bytesPerRow = Math.max(1, raw.bytes()) / (double) raw.rows();
            }
            int from = 0;
            int to = Math.min(raw.rows(), partRows());
            if (to == raw.rows()) {
                admit(raw);
                return;
            }
            try (raw) {
                while (from < raw.rows()) {
                    admit(raw.slice(from, to));
                    from = to;
                    to = Math.min(raw.rows(), from + partRows());
                }
            }
        }

        private int partRows() {
            long done = computed + failed;
            if (done > 0) {
                rowsPerSecond = done / Math.max(1e-3, (System.nanoTime() - startNanos) / 1e9);
            }
            int most = checkpointRows == 0 ? Integer.MAX_VALUE : checkpointRows;
            return (int) Math.min(most, Math.max(limits.batchRows(), PART_SECONDS * rowsPerSecond));
        }

        /** Rows that are in the pool are in no checkpoint: they are no more than one where its rows were asked for. */
        private boolean isFull() {
            return pending.size() >= BATCHES_PER_THREAD * admission.workers()
                    || (checkpointRows > 0 && pendingRows >= checkpointRows);
        }

        /** Hands a batch to the pool as soon as there is room for it. */
        private void admit(RawBatch raw) throws InterruptedException {
            try {
                limits.cancellation().check();
                while (isFull()) {
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
                            decoded,
                            columns.stream()
                                    .map(column -> new FeatureRows(column.feature(), column.rows()))
                                    .toList(),
                            expressions,
                            relations,
                            failures,
                            raw,
                            snapshot.table().store().allocator()));
            pending.add(batch);
            pendingRows += raw.rows();
            pool.execute(batch);
        }

        /** Whether no feature is left to compute. */
        private boolean isStopped() {
            return task.work().stream().allMatch(work -> failures.isStopped(work.feature()));
        }

        private void writeOldest() throws InterruptedException {
            limits.cancellation().check();
            PendingBatch batch = pending.element();
            Map<String, ComputedRows> results = batch.await();
            pending.remove();
            pendingRows -= batch.rows();
            BitSet rows = new BitSet();
            BitSet bad = new BitSet();
            try {
                for (FeatureColumn column : columns) {
                    ComputedRows result = results.get(column.feature().name());
                    if (result == null || dropped.contains(column.feature().name())) {
                        dropped.add(column.feature().name());
                    } else {
                        write(column, result, batch);
                        result.offsets().addTo(rows);
                        bad.or(result.failed().toBitSet());
                    }
                }
            } finally {
                results.values().forEach(ComputedRows::close);
            }
            failed += bad.cardinality();
            computed += rows.cardinality() - bad.cardinality();
            context.add(rows.cardinality(), bad.cardinality());
        }

        private void write(FeatureColumn column, ComputedRows result, PendingBatch batch) {
            String name = column.feature().name();
            int written = column.checkpointsWritten();
            column.add(result, () -> batch.rowIds(result.offsets()));
            context.addCheckpoints(column.checkpointsWritten() - written);
            errors.computeIfAbsent(name, feature -> new ArrayList<>()).addAll(result.errors());
            failures.count(name, result.offsets().size(), result.errors());
            if (failures.isStopped(name)) {
                dropped.add(name);
            }
        }

        private FragmentResult result(RowSet computedRows) {
            List<String> rewritten = new ArrayList<>();
            List<ColumnFile> files = new ArrayList<>();
            List<RowError> committed = new ArrayList<>();
            List<String> checkpoints = new ArrayList<>(earlier);
            BitSet bad = new BitSet();
            for (FeatureColumn column : columns) {
                String name = column.feature().name();
                List<RowError> own = errors.getOrDefault(name, List.of());
                if (!isWhole || dropped.contains(name)) {
                    failures.keep(own);
                    continue;
                }
                committed.addAll(own);
                int written = column.checkpointsWritten();
                files.add(column.finish());
                context.addCheckpoints(column.checkpointsWritten() - written);
                committed.addAll(column.reusedErrors());
                checkpoints.addAll(column.checkpoints());
                if (column.rewrites()) {
                    rewritten.addAll(column.feature().registration().columnNames());
                }
            }
            if (!programs.isHere()) {
                snapshot.table().syncData(files.stream().map(ColumnFile::name).toList());
            }
            if (isWhole) {
                task.work()
                        .forEach(work ->
                                work.reused().forEach(one -> bad.or(one.failed().toBitSet())));
            }
            RowSet reused = task.rows().minus(computedRows);
            int reusedBad = reused.and(RowSet.of(bad)).size();
            context.add(reused.size(), reusedBad);
            failed += reusedBad;
            return new FragmentResult(
                    task.fragment(),
                    task.version(),
                    files,
                    rewritten,
                    computed,
                    failed,
                    reused.size() - reusedBad,
                    committed,
                    failures.report(),
                    checkpoints);
        }

        /** The checkpoints that hold what its files would hold. */
        private List<String> checkpoints() {
            List<String> all = new ArrayList<>();
            columns.forEach(column -> all.addAll(column.checkpoints()));
            return all;
        }

        /** Frees what was not written, waiting for the threads that are at it. */
        private void abandon() {
            pending.forEach(PendingBatch::abandon);
            pending.clear();
        }
    }
}
