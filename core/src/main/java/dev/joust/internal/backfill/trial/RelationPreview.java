// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.trial;

import dev.joust.backfill.Backfill;
import dev.joust.backfill.FailureSettings;
import dev.joust.backfill.PreviewRow;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.RowSet;
import dev.joust.internal.arrow.CellReaders;
import dev.joust.internal.backfill.call.FeatureStopped;
import dev.joust.internal.backfill.call.RelationComputation;
import dev.joust.internal.backfill.call.RowComputation;
import dev.joust.internal.backfill.call.WorkLimits;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.ComputedRows;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.relation.Relation;
import dev.joust.job.Cancellation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Computes rows of a joined or aggregate feature on trial, from its source as it is now. Whoever made it closes it. */
final class RelationPreview implements AutoCloseable {
    private static final FailureSettings SHOWN = new FailureSettings(
            ErrorPolicy.skip(),
            Long.MAX_VALUE,
            1,
            Backfill.DEFAULT_FRACTION_AFTER_ROWS,
            Double.POSITIVE_INFINITY,
            Backfill.DEFAULT_GRACE_SECONDS);

    private final String table;
    private final RelationComputation computation;

    private RelationPreview(String table, RelationComputation computation) {
        this.table = table;
        this.computation = computation;
    }

    static RelationPreview open(Snapshot snapshot, ActiveFeature feature, Relation relation) {
        return new RelationPreview(
                snapshot.table().name(),
                RelationComputation.open(
                        snapshot,
                        feature,
                        relation,
                        RelationComputation.place(snapshot.table(), relation).orElse(null),
                        Backfill.DEFAULT_QUEUE_BYTES));
    }

    /** Computes the chosen rows of a batch. */
    List<PreviewRow> rows(RawBatch raw, RowSet chosen) {
        WorkLimits limits = new WorkLimits(1, Backfill.DEFAULT_BATCH_ROWS, SHOWN, new Cancellation());
        try (ComputedRows computed = computation.compute(new RowComputation.Limits(table, 0, limits), raw, chosen)) {
            Map<Long, String> failures = new HashMap<>();
            computed.errors().forEach(error -> failures.put(error.rowId(), error.message()));
            List<PreviewRow> rows = new ArrayList<>();
            int next = 0;
            for (int at = 0; at < raw.rows(); at++) {
                if (chosen.contains(raw.offsets().offset(at))) {
                    long rowId = raw.rowIds().get(at);
                    String failure = failures.get(rowId);
                    Map<String, @Nullable Object> values = new LinkedHashMap<>();
                    for (FieldVector column :
                            failure == null ? computed.values().getFieldVectors() : List.<FieldVector>of()) {
                        values.put(column.getName(), CellReaders.of(column).read(next));
                    }
                    next++;
                    rows.add(new PreviewRow(rowId, values, Optional.ofNullable(failure)));
                }
            }
            return rows;
        } catch (FeatureStopped e) {
            throw e.reason();
        }
    }

    @Override
    public void close() {
        computation.close();
    }
}
