// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.trial;

import dev.joust.backfill.Preview;
import dev.joust.backfill.PreviewRow;
import dev.joust.error.StorageException;
import dev.joust.error.UdfException;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.Computation;
import dev.joust.feature.Feature;
import dev.joust.feature.RowSet;
import dev.joust.feature.UdfContext;
import dev.joust.internal.arrow.CellReader;
import dev.joust.internal.arrow.CellReaders;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.InputPlan;
import dev.joust.internal.backfill.rows.InputReader;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.backfill.trial.FunctionTrial.Outcome;
import dev.joust.internal.feature.CellStates;
import dev.joust.internal.feature.Freshness;
import dev.joust.internal.feature.LiveRows;
import dev.joust.internal.feature.Registration;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.BorrowedBatch;
import dev.joust.internal.lance.read.SqlEvaluator;
import dev.joust.internal.relation.Relation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Computes a feature for a few rows on the calling thread, without a job, a file or a commit.
 *
 * <p>They are read and computed in two halves, see {@link Preview}. The rows are the first ones that a backfill would
 * compute; if it would compute none, the first ones of the table.
 */
public final class Previewer {
    private static final int BATCH_ROWS = 256;

    private final Snapshot snapshot;
    private final ActiveFeature feature;
    private final List<PreviewRow> rows = new ArrayList<>();
    private double openSeconds;
    private double seconds;
    private int laterRows;
    private double laterSeconds;

    private Previewer(Snapshot snapshot, ActiveFeature feature) {
        this.snapshot = snapshot;
        this.feature = feature;
    }

    /**
     * Computes a feature that the table has.
     *
     * @param function of the identity that the table records
     * @param rows how many at most
     */
    public static Preview of(Snapshot snapshot, Registration registration, Feature function, int rows) {
        Freshness freshness = new Freshness(snapshot);
        Map<FragmentFacts, RowSet> needed = new LinkedHashMap<>();
        Map<FragmentFacts, RowSet> live = new LinkedHashMap<>();
        for (FragmentFacts fragment : snapshot.fragments()) {
            CellStates states = freshness.of(fragment, registration);
            needed.put(fragment, states.missing().or(states.stale()));
            live.put(fragment, states.live());
        }
        return of(snapshot, new ActiveFeature(registration, function), needed, live, rows);
    }

    /** Computes a feature that the table does not have. */
    public static Preview of(Snapshot snapshot, Feature function, int rows) {
        Registration registration = new Registration(function.outputs(), function.identity(), function.acceptsNull());
        LiveRows alive = new LiveRows(snapshot);
        Map<FragmentFacts, RowSet> live = new LinkedHashMap<>();
        snapshot.fragments().forEach(fragment -> live.put(fragment, alive.of(fragment)));
        return of(snapshot, new ActiveFeature(registration, function), live, live, rows);
    }

    private static Preview of(
            Snapshot snapshot,
            ActiveFeature feature,
            Map<FragmentFacts, RowSet> needed,
            Map<FragmentFacts, RowSet> live,
            int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be positive but was " + rows);
        }
        long left = needed.values().stream().mapToLong(RowSet::size).sum();
        Previewer previewer = new Previewer(snapshot, feature);
        previewer.compute(left > 0 ? needed : live, rows);
        return new Preview(
                feature.registration().columns(),
                previewer.rows,
                previewer.openSeconds,
                previewer.seconds,
                previewer.laterRows,
                previewer.laterSeconds,
                left);
    }

    private void compute(Map<FragmentFacts, RowSet> candidates, int most) {
        Optional<Relation> relation = feature.relation(snapshot.table().name());
        try {
            if (feature.function().computation() instanceof Computation.Code code) {
                Path folder = Files.createTempDirectory("joust-preview");
                long opened = System.nanoTime();
                try (BatchUdf udf = code.instances().get()) {
                    open(udf, folder);
                    openSeconds = (System.nanoTime() - opened) / 1e9;
                    compute(candidates, most, (raw, chosen) -> called(udf, raw, chosen));
                } finally {
                    remove(folder);
                }
            } else if (relation.isPresent()) {
                try (RelationPreview related = RelationPreview.open(snapshot, feature, relation.get())) {
                    compute(candidates, most, related::rows);
                }
            } else {
                SqlEvaluator evaluator = SqlEvaluator.of(
                        snapshot.table().store(),
                        snapshot.schema(),
                        List.of(SqlEvaluator.Output.computed(
                                feature.name(), feature.registration().sql().orElseThrow())),
                        "preview feature '" + feature.name() + "'");
                compute(candidates, most, (raw, chosen) -> evaluated(evaluator, raw, chosen));
            }
        } catch (IOException e) {
            throw new StorageException("Cannot preview feature '" + feature.name() + "': " + e + "; try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The preview was interrupted");
        }
    }

    /** Computes the chosen rows of a batch. */
    private interface Step {
        List<PreviewRow> compute(RawBatch raw, RowSet chosen) throws IOException, InterruptedException;
    }

    /** The first half of the rows, and then the others, which tell how fast it is when it has warmed up. */
    private void compute(Map<FragmentFacts, RowSet> candidates, int most, Step step)
            throws IOException, InterruptedException {
        long there = candidates.values().stream().mapToLong(RowSet::size).sum();
        int count = (int) Math.min(most, there);
        laterRows = count / 2;
        double first = seconds(candidates, 0, count - laterRows, step);
        laterSeconds = seconds(candidates, count - laterRows, laterRows, step);
        seconds = first + laterSeconds;
    }

    private double seconds(Map<FragmentFacts, RowSet> candidates, long skipped, int count, Step step)
            throws IOException, InterruptedException {
        InputPlan inputs = InputPlan.of(List.of(feature));
        long started = System.nanoTime();
        long skip = skipped;
        int left = count;
        for (Map.Entry<FragmentFacts, RowSet> fragment : candidates.entrySet()) {
            RowSet chosen = some(fragment.getValue(), skip, left);
            skip = Math.max(0, skip - fragment.getValue().size());
            left -= chosen.size();
            if (!chosen.isEmpty()) {
                compute(fragment.getKey(), inputs, chosen, step);
            }
        }
        return (System.nanoTime() - started) / 1e9;
    }

    private void compute(FragmentFacts fragment, InputPlan inputs, RowSet chosen, Step step)
            throws IOException, InterruptedException {
        try (InputReader reader =
                new InputReader(snapshot, fragment, inputs, chosen, Math.min(BATCH_ROWS, chosen.size()))) {
            int wanted = rows.size() + chosen.size();
            while (rows.size() < wanted) {
                try (RawBatch raw = reader.next()) {
                    if (raw == null) {
                        break;
                    }
                    rows.addAll(step.compute(raw, chosen));
                }
            }
        }
    }

    private static RowSet some(RowSet rows, long skip, int most) {
        BitSet chosen = new BitSet();
        rows.offsets().skip(skip).limit(most).forEach(chosen::set);
        return RowSet.of(chosen);
    }

    private List<PreviewRow> called(BatchUdf udf, RawBatch raw, RowSet chosen) throws InterruptedException {
        int[] wanted = wanted(raw, chosen);
        int[] called = IntStream.of(wanted).filter(at -> isCalled(raw, at)).toArray();
        List<Outcome> outcomes = called.length == 0
                ? List.of()
                : FunctionTrial.run(
                        udf, feature, raw, called, snapshot.table().store().allocator());
        List<PreviewRow> computed = new ArrayList<>();
        int next = 0;
        for (int at : wanted) {
            boolean isCalled = next < called.length && called[next] == at;
            Outcome outcome = isCalled ? outcomes.get(next++) : null;
            Throwable failure = outcome == null ? null : outcome.failure();
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (int i = 0; failure == null && i < feature.function().outputs().size(); i++) {
                values.put(
                        feature.registration().columnNames().get(i),
                        outcome == null ? null : outcome.values().get(i));
            }
            computed.add(new PreviewRow(
                    raw.rowIds().get(at), values, Optional.ofNullable(failure).map(Throwable::toString)));
        }
        return computed;
    }

    private boolean isCalled(RawBatch raw, int position) {
        return feature.function().acceptsNull()
                || feature.function().inputs().stream()
                        .noneMatch(input -> raw.vector(input.column()).isNull(position));
    }

    private static int[] wanted(RawBatch raw, RowSet chosen) {
        return IntStream.range(0, raw.rows())
                .filter(at -> chosen.contains(raw.offsets().offset(at)))
                .toArray();
    }

    private List<PreviewRow> evaluated(SqlEvaluator evaluator, RawBatch raw, RowSet chosen) throws IOException {
        List<PreviewRow> computed = new ArrayList<>();
        try (ArrowReader results = evaluator.evaluate(new BorrowedBatch(
                snapshot.table().store().allocator(),
                raw.vectors().stream().map(FieldVector::getField).toList(),
                raw.vectors(),
                raw.rows()))) {
            int position = 0;
            while (results.loadNextBatch()) {
                VectorSchemaRoot root = results.getVectorSchemaRoot();
                CellReader reader = CellReaders.of(root.getVector(0));
                for (int i = 0; i < root.getRowCount(); i++, position++) {
                    if (chosen.contains(raw.offsets().offset(position))) {
                        Map<String, @Nullable Object> values = new LinkedHashMap<>();
                        values.put(feature.name(), reader.read(i));
                        computed.add(new PreviewRow(raw.rowIds().get(position), values, Optional.empty()));
                    }
                }
            }
        }
        return computed;
    }

    private void open(BatchUdf udf, Path folder) throws InterruptedException {
        try {
            udf.open(new UdfContext(0, 1, folder, feature.identity().settings())
                    .withModels(feature.identity().models()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            throw new UdfException(
                    "Cannot preview feature '" + feature.name() + "': function " + feature.identity()
                            + " failed to open: " + e + "; see the cause",
                    feature.identity().udf(),
                    feature.name(),
                    -1,
                    1,
                    e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
