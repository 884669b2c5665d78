// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
     * @param beforeBatch runs before each batch; what it throws ends the comparison
     * @return the ids of those that differ
     */
    Set<Long> among(long[] rowIds, Runnable beforeBatch) {
        Set<Long> changed = new HashSet<>();
        for (int from = 0; from < rowIds.length; from += ViewPlan.BATCH_ROWS) {
            beforeBatch.run();
            compare(Arrays.copyOfRange(rowIds, from, Math.min(rowIds.length, from + ViewPlan.BATCH_ROWS)), changed);
        }
        return changed;
    }

    private void compare(long[] rowIds, Set<Long> changed) {
        List<Long> ids = Arrays.stream(rowIds).boxed().toList();
        List<Long> viewIds =
                ids.stream().map(id -> contents.find(id).orElseThrow().rowId()).toList();
        List<String> columns = plan.definition().columns();
        try (ArrowReader now = plan.rowsWithIds(source, ids);
                ArrowReader before = view.take(viewIds, columns)) {
            Rows left = new Rows(now);
            Rows right = new Rows(before);
            for (long id : ids) {
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
            List<String> different = new ArrayList<>();
            for (String column : columns) {
                FieldVector mine = batch.getVector(column);
                FieldVector theirs = other.batch.getVector(column);
                // The names and metadata of the fields may differ; only values count.
                RangeEqualsVisitor visitor = new RangeEqualsVisitor(mine, theirs, (a, b) -> true);
                if (!visitor.rangeEquals(new Range(row, other.row, 1))) {
                    different.add(column);
                }
            }
            return different.isEmpty();
        }
    }
}
