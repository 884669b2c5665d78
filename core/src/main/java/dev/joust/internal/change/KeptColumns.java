// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.error.InternalException;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.internal.lance.files.ColumnFileWriter;
import dev.joust.internal.lance.files.NewRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Gives rows that replace others the values of the columns that they do not bring themselves. */
final class KeptColumns {
    private static final int BATCH_ROWS = 512;
    private static final int BLOB_BATCH_ROWS = 16;

    private final Snapshot now;
    private final List<Field> columns;
    private final long[] rowIds;

    /**
     * Prepares the columns.
     *
     * @param rowIds for each new row the id of the row that it replaces, or -1
     */
    KeptColumns(Snapshot now, List<Field> columns, long[] rowIds) {
        this.now = now;
        this.columns = columns;
        this.rowIds = rowIds;
    }

    /** Writes a file of old values for each fragment of the new rows that replaces any. */
    NewRows addTo(NewRows rows) {
        List<ColumnFile> files = new ArrayList<>();
        int start = 0;
        try {
            for (FragmentFacts fragment : rows.fragments()) {
                int end = start + (int) fragment.physicalRows();
                if (replacesAny(start, end)) {
                    files.add(write(fragment, start, end));
                }
                start = end;
            }
            return rows.with(now, files);
        } catch (RuntimeException e) {
            rows.with(now, files).discardBut(rows);
            throw e;
        }
    }

    private boolean replacesAny(int start, int end) {
        for (int i = start; i < end; i++) {
            if (rowIds[i] >= 0) {
                return true;
            }
        }
        return false;
    }

    private ColumnFile write(FragmentFacts fragment, int start, int end) {
        List<String> names = columns.stream().map(Field::getName).toList();
        int batchRows = names.stream().anyMatch(now::isBlob) ? BLOB_BATCH_ROWS : BATCH_ROWS;
        try (ColumnFileWriter file = ColumnFileWriter.open(now, fragment, names);
                PaddedWriter out =
                        new PaddedWriter(now.table().store().allocator(), new Schema(columns), batchRows, file)) {
            for (int from = start; from < end; from += batchRows) {
                copy(from, Math.min(end, from + batchRows), start, names, out);
            }
            out.padTo(fragment.physicalRows());
            out.flush();
            return file.finish(Map.of(), List.of(), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(int from, int to, int start, List<String> names, PaddedWriter out) throws IOException {
        Map<Long, Integer> targets = new HashMap<>();
        for (int i = from; i < to; i++) {
            if (rowIds[i] >= 0) {
                targets.put(rowIds[i], i);
            }
        }
        if (targets.isEmpty()) {
            return;
        }
        String ids = targets.keySet().stream().map(Long::toUnsignedString).collect(Collectors.joining(","));
        Map<Long, Integer> places = new HashMap<>();
        List<Field> fields = columns;
        try (VectorSchemaRoot old = VectorSchemaRoot.create(
                        new Schema(fields), now.table().store().allocator());
                ArrowReader reader = now.scan(
                        ScanRequest.of(names).where("_rowid IN (" + ids + ")").withRowId())) {
            while (reader.loadNextBatch()) {
                keep(reader.getVectorSchemaRoot(), old, places);
            }
            if (places.size() != targets.size()) {
                throw new InternalException(
                        "Cannot upsert into table '" + now.table().name() + "': of "
                                + targets.size() + " rows that are replaced only " + places.size()
                                + " were read; please report this");
            }
            for (int i = from; i < to; i++) {
                if (rowIds[i] >= 0) {
                    out.padTo(i - start);
                    out.add(old.getFieldVectors(), java.util.Objects.requireNonNull(places.get(rowIds[i])));
                }
            }
        }
    }

    private void keep(VectorSchemaRoot batch, VectorSchemaRoot old, Map<Long, Integer> places) {
        UInt8Vector ids = (UInt8Vector) batch.getVector(Filters.ROW_ID);
        try (OldValues values = OldValues.of(now, batch, columns, row -> true)) {
            for (int row = 0; row < batch.getRowCount(); row++) {
                int place = places.size();
                places.put(ids.get(row), place);
                for (int i = 0; i < columns.size(); i++) {
                    VectorCopy.copy(values.vectors().get(i), row, old.getVector(i), place);
                }
            }
        }
        old.setRowCount(places.size());
    }
}
