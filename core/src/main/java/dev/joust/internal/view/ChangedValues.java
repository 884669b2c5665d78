// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.SqlEvaluator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compare.Range;
import org.apache.arrow.vector.compare.RangeEqualsVisitor;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Finds the rows whose values in the view are no longer those of the source. */
final class ChangedValues {
    private final ViewPlan plan;
    private final Snapshot source;
    private final Snapshot view;
    private final ViewContents contents;

    ChangedValues(ViewPlan plan, Snapshot source, Snapshot view, ViewContents contents) {
        this.plan = plan;
        this.source = source;
        this.view = view;
        this.contents = contents;
    }

    /**
     * Compares rows that are in both.
     *
     * @param rowIds their ids in the source
     * @param columns the view's columns to compare
     * @param beforeBatch runs before each batch; what it throws ends the comparison
     * @return the ids of those that differ
     */
    RowIds among(RowIds rowIds, List<String> columns, Runnable beforeBatch) {
        if (rowIds.size() == 0 || columns.isEmpty()) {
            return RowIds.none();
        }
        LongStream.Builder changed = LongStream.builder();
        SqlEvaluator evaluator = plan.evaluator(columns);
        long[] ids = rowIds.stream().toArray();
        for (int from = 0; from < ids.length; from += ViewPlan.BATCH_ROWS) {
            beforeBatch.run();
            long[] batch = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + ViewPlan.BATCH_ROWS));
            compare(evaluator, columns, batch, changed);
        }
        return RowIds.of(changed.build());
    }

    private void compare(SqlEvaluator evaluator, List<String> columns, long[] rowIds, LongStream.Builder changed) {
        List<Long> ids = Arrays.stream(rowIds).boxed().toList();
        List<Long> viewIds = Arrays.stream(rowIds).map(contents::rowId).boxed().toList();
        try (ArrowReader now = ViewPlan.evaluated(evaluator, source, source.take(ids, evaluator.inputs()));
                ArrowReader before = view.take(viewIds, columns)) {
            Rows left = new Rows(now);
            Rows right = new Rows(before);
            for (long id : rowIds) {
                if (!left.advance() || !right.advance()) {
                    throw new IllegalStateException(
                            "rows went away while view '" + view.table().name() + "' was compared with its source");
                }
                if (!left.equalsRow(right, columns)) {
                    changed.add(id);
                }
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read view '" + view.table().name() + "': " + e.getMessage() + "; check the storage", e);
        }
    }

    /** Goes through a reader row by row. */
    private static final class Rows {
        private final ArrowReader reader;
        private VectorSchemaRoot batch;
        private int row = -1;

        Rows(ArrowReader reader) throws IOException {
            this.reader = reader;
            this.batch = reader.getVectorSchemaRoot();
            batch.setRowCount(0);
        }

        boolean advance() throws IOException {
            row++;
            while (row >= batch.getRowCount()) {
                if (!reader.loadNextBatch()) {
                    return false;
                }
                batch = reader.getVectorSchemaRoot();
                row = 0;
            }
            return true;
        }

        boolean equalsRow(Rows other, List<String> columns) {
            for (String column : columns) {
                FieldVector mine = batch.getVector(column);
                FieldVector theirs = other.batch.getVector(column);
                // The names and metadata of the fields may differ; only values count.
                RangeEqualsVisitor visitor = new RangeEqualsVisitor(mine, theirs, (a, b) -> true);
                if (!visitor.rangeEquals(new Range(row, other.row, 1))) {
                    return false;
                }
            }
            return true;
        }
    }
}
