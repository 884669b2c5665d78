// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.task;

import dev.joust.error.StorageException;
import dev.joust.internal.backfill.call.ResultRows;
import dev.joust.internal.backfill.checkpoint.ReusedColumn;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.ComputedRows;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.internal.lance.files.ColumnFileWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Puts the column file of a feature together, in physical order: computed rows and those from checkpoints where there
 * are any, the current values elsewhere, NULL for deleted rows.
 *
 * <p>Threads: belongs to one thread.
 */
final class ColumnAssembler implements AutoCloseable {
    private static final int STAGED_ROWS = 1024;
    private static final int ADDED_BATCH_ROWS = 1024;
    private static final String ADDRESS = "_rowaddr";

    private final FragmentFacts fragment;
    private final ColumnFileWriter writer;
    private final VectorSchemaRoot staged;
    private final @Nullable ArrowReader current;
    private final @Nullable ReusedColumn reused;
    private int stagedRows;
    private int next;
    private int currentRow = -1;
    private boolean currentEnded;

    /**
     * Starts the file.
     *
     * @param keepsOthers whether rows that are not computed keep the values that they have
     * @param reused rows whose values come from checkpoints; closed with the assembler
     */
    ColumnAssembler(
            Snapshot snapshot,
            FragmentFacts fragment,
            ActiveFeature feature,
            boolean keepsOthers,
            @Nullable ReusedColumn reused) {
        List<String> columns = feature.registration().columnNames();
        this.fragment = fragment;
        this.reused = reused;
        this.staged = VectorSchemaRoot.create(
                ResultRows.schema(feature.registration().columns()),
                snapshot.table().store().allocator());
        this.current = keepsOthers
                ? snapshot.scan(ScanRequest.of(columns)
                        .fragments(List.of(fragment.id()))
                        .batchRows(ADDED_BATCH_ROWS)
                        .withRowAddress())
                : null;
        this.writer = ColumnFileWriter.open(snapshot, fragment, columns);
    }

    /** Adds rows; their offsets follow those that were added before. */
    void add(ComputedRows rows) {
        int count = rows.offsets().size();
        if (count == 0) {
            return;
        }
        int first = rows.offsets().offset(0);
        boolean isOneRun = rows.offsets().offset(count - 1) - first == count - 1;
        if (isOneRun) {
            fillTo(first);
            flush();
            writer.write(rows.values());
            next = first + count;
            return;
        }
        for (int i = 0; i < count; i++) {
            fillTo(rows.offsets().offset(i));
            stage(rows.values().getFieldVectors(), i);
        }
    }

    /** Completes the file, which is not synced. */
    ColumnFile finish(Map<String, String> metadata, List<String> inputs, List<Integer> inputFieldIds) {
        fillTo(Math.toIntExact(fragment.physicalRows()));
        flush();
        return writer.finishUnsynced(metadata, inputs, inputFieldIds);
    }

    private void fillTo(int offset) {
        while (next < offset) {
            if (reused != null && reused.contains(next)) {
                reused.take(next, this::stage);
            } else if (current != null && isAtCurrent(current, next)) {
                stage(currentValues(current), currentRow);
            } else {
                stageNull();
            }
        }
    }

    /** Moves to a row of the current values, which come in ascending order; false if it has none. */
    private boolean isAtCurrent(ArrowReader reader, int offset) {
        try {
            while (!currentEnded) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                while (currentRow >= 0 && currentRow < root.getRowCount()) {
                    int at = (int) ((UInt8Vector) root.getVector(ADDRESS)).get(currentRow);
                    if (at >= offset) {
                        return at == offset;
                    }
                    currentRow++;
                }
                currentEnded = !reader.loadNextBatch();
                currentRow = 0;
            }
            return false;
        } catch (IOException e) {
            throw new StorageException("Cannot read the current values: " + e.getMessage() + "; check the storage", e);
        }
    }

    private List<FieldVector> currentValues(ArrowReader reader) {
        try {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            return staged.getSchema().getFields().stream()
                    .map(field -> root.getVector(field.getName()))
                    .toList();
        } catch (IOException e) {
            throw new StorageException("Cannot read the current values: " + e.getMessage() + "; check the storage", e);
        }
    }

    private void stage(List<FieldVector> values, int row) {
        for (int i = 0; i < values.size(); i++) {
            FieldVector target = staged.getVector(i);
            if (values.get(i).isNull(row)) {
                target.setNull(stagedRows);
            } else {
                target.copyFromSafe(row, stagedRows, values.get(i));
            }
        }
        staged();
    }

    private void stageNull() {
        staged.getFieldVectors().forEach(vector -> vector.setNull(stagedRows));
        staged();
    }

    private void staged() {
        stagedRows++;
        next++;
        if (stagedRows == STAGED_ROWS) {
            flush();
        }
    }

    private void flush() {
        if (stagedRows > 0) {
            staged.setRowCount(stagedRows);
            writer.write(staged);
            staged.clear();
            stagedRows = 0;
        }
    }

    @Override
    public void close() {
        try (writer;
                staged;
                reused) {
            if (current != null) {
                current.close();
            }
        } catch (IOException e) {
            throw new StorageException("Cannot close a scan: " + e.getMessage() + "; check the storage", e);
        }
    }
}
