// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.internal.lance.files.ColumnFileWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
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
    private static final int BATCH_ROWS = 2048;
    private static final int WIDE_BATCH_ROWS = 32;

    private final Snapshot now;
    private final FragmentFacts fragment;
    private final Assignments set;
    private final String where;
    private final BitSet rows;
    private final BufferAllocator allocator;
    private final Map<String, Long> missing = new HashMap<>();

    /**
     * Prepares the file.
     *
     * @param rows the physical offsets of the rows for which the filter is true
     */
    FragmentUpdate(Snapshot now, FragmentFacts fragment, Assignments set, String where, BitSet rows) {
        this.now = now;
        this.fragment = fragment;
        this.set = set;
        this.where = where;
        this.rows = rows;
        this.allocator = now.table().store().allocator();
    }

    /** How many new values are NULL in columns that have no NULL; such a file must not be committed. */
    Map<String, Long> missing() {
        return missing;
    }

    /** Writes the file; its inputs are all files of the fragment, because the filter may read any column. */
    ColumnFile write() {
        int batchRows = set.isWide() ? WIDE_BATCH_ROWS : BATCH_ROWS;
        ScanRequest request = ScanRequest.of(set.columns())
                .fragments(List.of(fragment.id()))
                .withRowId()
                .withRowAddress()
                .batchRows(batchRows);
        try (ColumnFileWriter file = ColumnFileWriter.open(now, fragment, set.columns());
                PaddedWriter out = new PaddedWriter(allocator, new Schema(set.fields()), batchRows, file);
                ArrowReader old = now.scan(request);
                NewValues values = new NewValues(set.values(fragment.id(), where, batchRows))) {
            while (old.loadNextBatch()) {
                update(old.getVectorSchemaRoot(), values, out);
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

    private void update(VectorSchemaRoot old, NewValues values, PaddedWriter out) throws IOException {
        UInt8Vector addresses = (UInt8Vector) old.getVector(Filters.ROW_ADDRESS);
        try (OldValues kept = OldValues.of(now, old, set.fields(), i -> !rows.get((int) addresses.get(i)))) {
            for (int i = 0; i < old.getRowCount(); i++) {
                int offset = (int) addresses.get(i);
                out.padTo(offset);
                if (rows.get(offset)) {
                    requireSame(values.moveTo(addresses.get(i)));
                    countMissing(values);
                    out.add(values.vectors(), values.row());
                } else {
                    out.add(kept.vectors(), i);
                }
            }
        }
    }

    private void requireSame(boolean sameRows) {
        if (!sameRows) {
            throw new InvalidRequestException(
                    "Cannot update table '" + now.table().name()
                            + "': its filter is true for other rows each time; use one that depends on the row alone");
        }
    }

    private void countMissing(NewValues values) {
        for (int column = 0; column < set.fields().size(); column++) {
            Field field = set.fields().get(column);
            if (!field.isNullable() && values.vectors().get(column).isNull(values.row())) {
                missing.merge(field.getName(), 1L, Long::sum);
            }
        }
    }
}
