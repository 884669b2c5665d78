// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.checkpoint;

import dev.joust.feature.RowSet;
import dev.joust.internal.backfill.rows.RowError;
import dev.joust.internal.backfill.rows.SavedErrors;
import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one feature that are taken from checkpoints, in the order of their rows. A checkpoint is in memory from
 * its first row to its last. Belongs to one thread.
 */
public final class ReusedColumn implements AutoCloseable {
    private final CheckpointFolder folder;
    private final BufferAllocator allocator;
    private final List<String> columns;
    private final List<Part> parts = new ArrayList<>();
    private final List<RowError> errors = new ArrayList<>();
    private RowSet rows = RowSet.none();

    public ReusedColumn(Snapshot snapshot, List<String> columns, List<ReusedRows> reused) {
        this.folder = CheckpointFolder.of(snapshot.table())
                .orElseThrow(() -> new IllegalStateException("A table without a folder has no checkpoints"));
        this.allocator = snapshot.table().store().allocator();
        this.columns = List.copyOf(columns);
        for (ReusedRows one : reused) {
            parts.add(new Part(one));
            rows = rows.or(one.rows());
        }
    }

    private static final class Part {
        private final ReusedRows reused;
        private final Set<Long> failed = new HashSet<>();
        private int row;
        private int position;
        private @Nullable CheckpointCursor cursor;

        Part(ReusedRows reused) {
            this.reused = reused;
            this.row = reused.rows().next(0);
            this.position = reused.positions().next(0);
        }
    }

    /** Takes a value to where it is needed. */
    @FunctionalInterface
    public interface Target {
        void take(List<FieldVector> values, int at);
    }

    /** Whether it has this row. */
    public boolean contains(int row) {
        return rows.contains(row);
    }

    /** Hands the values of a row over; rows are asked for in ascending order, each once. */
    public void take(int row, Target target) {
        for (Part part : parts) {
            if (part.row == row) {
                take(part, target);
                return;
            }
        }
        throw new IllegalStateException("Row " + row + " is not the next one of any checkpoint");
    }

    private void take(Part part, Target target) {
        CheckpointCursor cursor = part.cursor;
        if (cursor == null) {
            cursor = CheckpointCursor.open(folder, part.reused.path(), allocator);
            part.cursor = cursor;
        }
        int at = cursor.moveTo(part.position);
        target.take(cursor.values(columns), at);
        if (part.reused.failed().contains(part.row)) {
            part.failed.add(cursor.rowId(at));
        }
        part.row = part.reused.rows().next(part.row + 1);
        part.position = part.reused.positions().next(part.position + 1);
        if (part.row < 0) {
            cursor.errors().stream()
                    .filter(error -> part.failed.contains(SavedErrors.rowId(error)))
                    .map(SavedErrors::read)
                    .forEach(errors::add);
            cursor.close();
            part.cursor = null;
        }
    }

    /** What became of the failed rows, once all rows are taken. */
    public List<RowError> errors() {
        return errors;
    }

    @Override
    public void close() {
        for (Part part : parts) {
            if (part.cursor != null) {
                part.cursor.close();
            }
        }
    }
}
