// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.error.StorageException;
import dev.joust.feature.RowSet;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.BorrowedBatch;
import dev.joust.internal.lance.read.SqlEvaluator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;

/** Computes a feature that is an SQL expression, a batch at a time. Threads: safe for use by several threads. */
final class SqlComputation {
    private final LanceStore store;
    private final ActiveFeature feature;
    private final SqlEvaluator evaluator;

    SqlComputation(Snapshot snapshot, ActiveFeature feature) {
        this.store = snapshot.table().store();
        this.feature = feature;
        this.evaluator = SqlEvaluator.of(
                store,
                snapshot.schema(),
                List.of(SqlEvaluator.Output.computed(
                        feature.name(), feature.registration().sql().orElseThrow())),
                "compute feature '" + feature.name() + "' of table '"
                        + snapshot.table().name() + "'");
    }

    ComputedRows compute(RawBatch raw, RowSet rows) {
        List<Field> fields = raw.vectors().stream().map(FieldVector::getField).toList();
        VectorSchemaRoot values =
                VectorSchemaRoot.create(ResultRows.schema(feature.registration().columns()), store.allocator());
        try (ArrowReader results =
                evaluator.evaluate(new BorrowedBatch(store.allocator(), fields, raw.vectors(), raw.rows()))) {
            List<Long> offsets = new ArrayList<>();
            BitSet nulls = new BitSet();
            FieldVector target = values.getVector(0);
            int position = 0;
            while (results.loadNextBatch()) {
                VectorSchemaRoot root = results.getVectorSchemaRoot();
                FieldVector source = root.getVector(0);
                for (int i = 0; i < root.getRowCount(); i++, position++) {
                    int offset = raw.offsets().offset(position);
                    if (rows.contains(offset)) {
                        copy(source, i, target, offsets.size());
                        nulls.set(offset, source.isNull(i));
                        offsets.add((long) offset);
                    }
                }
            }
            values.setRowCount(offsets.size());
            long[] numbers = offsets.stream().mapToLong(Long::longValue).toArray();
            return new ComputedRows(new RowNumbers(numbers), values, RowSet.of(nulls), RowSet.none(), List.of());
        } catch (IOException e) {
            values.close();
            throw new StorageException("Cannot compute feature '" + feature.name() + "': " + e + "; try again", e);
        } catch (RuntimeException | Error e) {
            values.close();
            throw e;
        }
    }

    private static void copy(FieldVector source, int from, FieldVector target, int to) {
        if (source.isNull(from)) {
            target.setNull(to);
        } else {
            target.copyFromSafe(from, to, source);
        }
    }
}
