// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.error.InternalException;
import dev.joust.internal.lance.ColumnFile;
import dev.joust.internal.lance.ColumnFileWriter;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes the column file of an update for one fragment: new values where the filter was true, old ones elsewhere,
 * blanks for deleted rows. Holds a batch of rows at a time. Belongs to one thread.
 */
final class FragmentUpdate {
    private static final int BATCH_ROWS = 1024;
    private static final int BLOB_BATCH_ROWS = 16;

    private final Snapshot now;
    private final FragmentFacts fragment;
    private final Assignments set;
    private final BitSet rows;
    private final BufferAllocator allocator;
    private final Map<String, Long> missing = new HashMap<>();

    /**
     * Prepares the file.
     *
     * @param rows the physical offsets of the rows that are updated
     */
    FragmentUpdate(Snapshot now, FragmentFacts fragment, Assignments set, BitSet rows) {
        this.now = now;
        this.fragment = fragment;
        this.set = set;
        this.rows = rows;
        this.allocator = now.table().store().allocator();
    }

    /** How many new values are NULL in columns that have no NULL; such a file must not be committed. */
    Map<String, Long> missing() {
        return missing;
    }

    /** Writes the file; its inputs are all files of the fragment, because the filter may read any column. */
    ColumnFile write() {
        boolean blobs = set.columns().stream().anyMatch(now::isBlob);
        int batchRows = blobs ? BLOB_BATCH_ROWS : BATCH_ROWS;
        ScanRequest request = ScanRequest.of(set.columns())
                .fragments(List.of(fragment.id()))
                .withRowId()
                .withRowAddress()
                .batchRows(batchRows);
        try (ColumnFileWriter file = ColumnFileWriter.open(now, fragment, set.columns());
                PaddedWriter out = new PaddedWriter(allocator, new Schema(set.fields()), batchRows, file);
                ArrowReader old = now.scan(request)) {
            while (old.loadNextBatch()) {
                update(old.getVectorSchemaRoot(), out);
            }
            out.padTo(fragment.physicalRows());
            out.flush();
            List<Integer> all = new ArrayList<>();
            fragment.files().forEach(f -> all.addAll(f.fieldIds()));
            List<Integer> replaced = set.columns().stream()
                    .flatMap(c -> now.fieldIds(c).stream())
                    .toList();
            return file.finish(
                    Map.of(
                            RowRuns.BASE_KEY,
                            String.join(",", fragment.filesOf(replaced)),
                            RowRuns.CHANGED_KEY,
                            RowRuns.write(rows)),
                    fragment.filesOf(all),
                    all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void update(VectorSchemaRoot old, PaddedWriter out) throws IOException {
        UInt8Vector ids = (UInt8Vector) old.getVector(Filters.ROW_ID);
        UInt8Vector addresses = (UInt8Vector) old.getVector(Filters.ROW_ADDRESS);
        List<Long> updated = new ArrayList<>();
        for (int i = 0; i < old.getRowCount(); i++) {
            if (rows.get((int) addresses.get(i))) {
                updated.add(ids.get(i));
            }
        }
        try (VectorSchemaRoot values = VectorSchemaRoot.create(new Schema(set.fields()), allocator);
                OldValues kept = OldValues.of(now, old, set.fields(), i -> !rows.get((int) addresses.get(i)))) {
            Map<Long, Integer> places = evaluate(updated, values);
            for (int i = 0; i < old.getRowCount(); i++) {
                int offset = (int) addresses.get(i);
                out.padTo(offset);
                Integer place = places.get(ids.get(i));
                if (rows.get(offset) && place != null) {
                    out.add(values.getFieldVectors(), place);
                } else {
                    out.add(kept.vectors(), i);
                }
            }
        }
    }

    /** Fills {@code values} with the new values of some rows; returns the place of each row id. */
    private Map<Long, Integer> evaluate(List<Long> rowIds, VectorSchemaRoot values) throws IOException {
        Map<Long, Integer> places = new HashMap<>();
        if (rowIds.isEmpty()) {
            return places;
        }
        try (ArrowReader reader = set.values(rowIds)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                UInt8Vector ids = (UInt8Vector) batch.getVector(0);
                for (int i = 0; i < batch.getRowCount(); i++) {
                    int place = places.size();
                    places.put(ids.get(i), place);
                    for (int column = 0; column < set.fields().size(); column++) {
                        take(batch.getVector(column + 1), i, values.getVector(column), place);
                    }
                }
            }
        }
        if (!places.keySet().containsAll(rowIds)) {
            throw new InternalException("Cannot update table '" + now.table().name() + "': of " + rowIds.size()
                    + " rows only " + places.size() + " came back with new values; please report this");
        }
        values.setRowCount(places.size());
        return places;
    }

    private void take(FieldVector from, int source, FieldVector to, int target) {
        Field field = to.getField();
        if (from.isNull(source) && !field.isNullable()) {
            missing.merge(field.getName(), 1L, Long::sum);
        }
        VectorCopy.copy(from, source, to, target);
    }
}
