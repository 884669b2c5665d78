// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import static java.util.Objects.requireNonNull;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * The row ids of one fragment, read when the first of them is asked for: most backfills name no row.
 *
 * <p>Threads: safe for use by several threads.
 */
final class FragmentRowIds {
    private final Snapshot snapshot;
    private final FragmentFacts fragment;
    private long @Nullable [] ids;

    FragmentRowIds(Snapshot snapshot, FragmentFacts fragment) {
        this.snapshot = snapshot;
        this.fragment = fragment;
    }

    /** The ids of the rows at these offsets. */
    RowNumbers at(RowNumbers offsets) {
        return new At(this, offsets);
    }

    private synchronized long[] all() {
        if (ids == null) {
            ids = read();
        }
        return requireNonNull(ids);
    }

    private long[] read() {
        long[] read = new long[Math.toIntExact(fragment.physicalRows())];
        ScanRequest request = ScanRequest.of(List.of())
                .fragments(List.of(fragment.id()))
                .withRowId()
                .withRowAddress();
        try (ArrowReader reader = snapshot.scan(request)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                UInt8Vector addresses = (UInt8Vector) root.getVector("_rowaddr");
                UInt8Vector rowIds = (UInt8Vector) root.getVector("_rowid");
                for (int i = 0; i < root.getRowCount(); i++) {
                    read[(int) addresses.get(i)] = rowIds.get(i);
                }
            }
            return read;
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read table '" + snapshot.table().name() + "': " + e.getMessage() + "; check the storage",
                    e);
        }
    }

    private static final class At extends RowNumbers {
        private final FragmentRowIds ids;
        private final RowNumbers offsets;

        At(FragmentRowIds ids, RowNumbers offsets) {
            super(offsets.size());
            this.ids = ids;
            this.offsets = offsets;
        }

        @Override
        public long get(int index) {
            return ids.all()[offsets.offset(index)];
        }

        @Override
        RowNumbers slice(int from, int to) {
            return new At(ids, offsets.slice(from, to));
        }
    }
}
