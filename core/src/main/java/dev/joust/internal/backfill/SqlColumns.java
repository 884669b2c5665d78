// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.error.CommitConflictException;
import dev.joust.error.JoustException;
import dev.joust.error.StorageException;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureIdentity;
import dev.joust.feature.RowSet;
import dev.joust.feature.SqlFeature;
import dev.joust.feature.Stamp;
import dev.joust.internal.backfill.call.ResultRows;
import dev.joust.internal.backfill.rows.InputPlan;
import dev.joust.internal.backfill.rows.InputReader;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.change.PaddedWriter;
import dev.joust.internal.feature.FeatureRegistry;
import dev.joust.internal.feature.Freshness;
import dev.joust.internal.feature.Registration;
import dev.joust.internal.feature.SqlFeatures;
import dev.joust.internal.feature.StampFiles;
import dev.joust.internal.job.JobIds;
import dev.joust.internal.job.JobTables;
import dev.joust.internal.job.RowLog;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.ColumnCommit;
import dev.joust.internal.lance.commit.NewColumns;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.internal.lance.files.ColumnFileWriter;
import dev.joust.internal.lance.read.BorrowedBatch;
import dev.joust.internal.lance.read.SqlEvaluator;
import dev.joust.internal.lance.version.KeptVersion;
import dev.joust.job.Job;
import dev.joust.job.JobState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Adds SQL features together with their values: one scan, one file for each fragment, one commit.
 *
 * <p>Until that commit nothing is visible. Where another writer is first, only fragments whose inputs changed are
 * computed again.
 */
public final class SqlColumns {
    private static final int SMALL_VALUES_ROWS = 8192;
    private static final int BATCH_ROWS = 256;

    private final LanceTable table;
    private final List<SqlFeature> columns;
    private final RowLog log;
    private final Instant started = Instant.now();
    private final String job = JobIds.next(started);
    private final Map<Integer, ColumnFile> files = new HashMap<>();
    private List<List<Integer>> fieldIds = List.of();

    private SqlColumns(LanceTable table, List<SqlFeature> columns, RowLog log) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.log = log;
    }

    /**
     * Adds and fills columns.
     *
     * @param log where the job is written down
     * @return the version that has them
     * @throws dev.joust.error.AlreadyExistsException if a column of such a name exists
     * @throws dev.joust.error.InvalidRequestException if an expression is wrong
     */
    public static long add(LanceTable table, List<SqlFeature> columns, RowLog log) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("columns must name at least one");
        }
        return new SqlColumns(table, columns, log).add();
    }

    private long add() {
        try {
            long version = Changes.retried(table, this::add);
            writeJob(version);
            return version;
        } catch (CommitConflictException e) {
            files.values().forEach(file -> ColumnCommit.discard(table, file));
            throw e;
        }
    }

    private void writeJob(long version) {
        long rows = files.values().stream().mapToLong(ColumnFile::physicalRows).sum();
        Job done = new Job(
                job,
                "add_columns",
                table.name(),
                columns.stream().map(SqlFeature::column).toList(),
                JobState.DONE,
                rows,
                rows,
                0,
                started,
                Duration.between(started, Instant.now()).toNanos() / 1e9,
                version,
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Optional.ofNullable(SqlColumns.class.getPackage().getImplementationVersion())
                        .orElse("development"),
                List.of(),
                "");
        log.append(JobTables.JOBS, JobTables.JOB_SCHEMA, List.of(JobTables.row(done, Instant.now())));
    }

    @SuppressWarnings("try") // the version is kept as long as the block runs
    private long add(Snapshot now) {
        List<Feature> features =
                columns.stream().map(sql -> SqlFeatures.typed(now, sql)).toList();
        FeatureRegistry registry = new FeatureRegistry(table);
        List<Field> fields = registry.columns(now, features);
        if (now.fragments().isEmpty()) {
            return registry.add(features);
        }
        try (KeptVersion kept = KeptVersion.of(now)) {
            keepValid(now, NewColumns.fieldIds(now, fields), features);
            Fill fill = new Fill(now, features, fields);
            for (FragmentFacts fragment : now.fragments()) {
                if (!files.containsKey(fragment.id())) {
                    files.put(fragment.id(), fill.fragment(fragment));
                }
            }
            return NewColumns.commit(now, fields, files, Map.of(Changes.OPERATION, "add columns", "joust.job", job));
        } catch (CommitConflictException e) {
            throw e;
        } catch (JoustException e) {
            if (now.isNewest()) {
                files.values().forEach(file -> ColumnCommit.discard(table, file));
            }
            throw e;
        }
    }

    /** Of what an earlier attempt wrote, keeps the files whose fragments have the same rows and inputs. */
    private void keepValid(Snapshot now, List<List<Integer>> ids, List<Feature> features) {
        Set<Integer> inputs = inputIds(now, features);
        Set<Integer> valid = new HashSet<>();
        for (FragmentFacts fragment : now.fragments()) {
            ColumnFile file = files.get(fragment.id());
            if (file != null
                    && ids.equals(fieldIds)
                    && file.physicalRows() == fragment.physicalRows()
                    && file.inputFieldIds().equals(List.copyOf(inputs))
                    && file.inputs().equals(fragment.filesOf(inputs))) {
                valid.add(fragment.id());
            }
        }
        files.entrySet().removeIf(entry -> {
            boolean isOutdated = !valid.contains(entry.getKey());
            if (isOutdated) {
                ColumnCommit.discard(table, entry.getValue());
            }
            return isOutdated;
        });
        fieldIds = ids;
    }

    private static Set<Integer> inputIds(Snapshot now, List<Feature> features) {
        Set<Integer> ids = new TreeSet<>();
        for (Feature feature : features) {
            feature.identity().inputs().forEach(input -> ids.addAll(now.fieldIds(input)));
        }
        return ids;
    }

    /** Computes the columns at one version. */
    private final class Fill {
        private final Snapshot now;
        private final List<Feature> features;
        private final List<Field> fields;
        private final Schema stored;
        private final InputPlan inputs;
        private final SqlEvaluator evaluator;

        Fill(Snapshot now, List<Feature> features, List<Field> fields) {
            this.now = now;
            this.features = features;
            this.fields = fields;
            this.stored = ResultRows.schema(
                    features.stream().map(feature -> feature.outputs().get(0)).toList());
            Set<String> read = new LinkedHashSet<>();
            features.forEach(feature -> read.addAll(feature.identity().inputs()));
            this.inputs = new InputPlan(List.copyOf(read), Set.of());
            this.evaluator = SqlEvaluator.of(
                    table.store(),
                    now.schema(),
                    columns.stream()
                            .map(sql -> SqlEvaluator.Output.computed(sql.column(), sql.expression()))
                            .toList(),
                    "add columns to table '" + table.name() + "'");
        }

        ColumnFile fragment(FragmentFacts fragment) {
            List<Integer> ids = fieldIds.stream().flatMap(List::stream).toList();
            Rows rows = new Rows(features.size());
            int batchRows = inputs.isSmall(now.schema()) ? SMALL_VALUES_ROWS : BATCH_ROWS;
            RowSet all = RowSet.range(0, Math.toIntExact(fragment.physicalRows()));
            try (ColumnFileWriter file = ColumnFileWriter.open(now, fragment, fields, ids);
                    PaddedWriter writer =
                            new PaddedWriter(table.store().allocator(), stored, SMALL_VALUES_ROWS, file)) {
                try (InputReader reader = new InputReader(now, fragment, inputs, all, batchRows)) {
                    for (RawBatch raw = reader.next(); raw != null; raw = reader.next()) {
                        try (RawBatch batch = raw) {
                            compute(batch, writer, rows);
                        }
                    }
                }
                writer.padTo(fragment.physicalRows());
                writer.flush();
                Set<Integer> read = inputIds(now, features);
                return file.finish(metadata(fragment, rows), fragment.filesOf(read), List.copyOf(read));
            }
        }

        private void compute(RawBatch raw, PaddedWriter writer, Rows rows) {
            List<Field> given =
                    raw.vectors().stream().map(FieldVector::getField).toList();
            try (ArrowReader results = evaluator.evaluate(
                    new BorrowedBatch(table.store().allocator(), given, raw.vectors(), raw.rows()))) {
                int position = 0;
                while (results.loadNextBatch()) {
                    VectorSchemaRoot root = results.getVectorSchemaRoot();
                    for (int i = 0; i < root.getRowCount(); i++, position++) {
                        int offset = raw.offsets().offset(position);
                        writer.padTo(offset);
                        writer.add(root.getFieldVectors(), i);
                        rows.add(offset, root.getFieldVectors(), i);
                    }
                }
            } catch (IOException e) {
                throw new StorageException(
                        "Cannot add columns to table '" + table.name() + "': " + e + "; try again", e);
            }
        }

        private Map<String, String> metadata(FragmentFacts fragment, Rows rows) {
            Map<Integer, List<Stamp>> stamps = new HashMap<>();
            for (int i = 0; i < features.size(); i++) {
                Feature feature = features.get(i);
                FeatureIdentity identity = feature.identity();
                stamps.put(
                        fieldIds.get(i).get(0),
                        List.of(new Stamp(
                                identity.udf(),
                                identity.version(),
                                identity.hash(),
                                Freshness.signature(now, fragment, new Registration(feature.outputs(), identity, true)),
                                job,
                                started,
                                RowSet.of(rows.computed),
                                RowSet.of(rows.nulls.get(i)),
                                RowSet.none())));
            }
            return StampFiles.metadata(stamps, List.of(), RowSet.of(rows.computed));
        }
    }

    /** The rows that were computed, and which of them are NULL in each column. */
    private static final class Rows {
        private final BitSet computed = new BitSet();
        private final List<BitSet> nulls = new ArrayList<>();

        Rows(int columns) {
            for (int i = 0; i < columns; i++) {
                nulls.add(new BitSet());
            }
        }

        void add(int offset, List<FieldVector> values, int row) {
            computed.set(offset);
            for (int i = 0; i < nulls.size(); i++) {
                nulls.get(i).set(offset, values.get(i).isNull(row));
            }
        }
    }
}
