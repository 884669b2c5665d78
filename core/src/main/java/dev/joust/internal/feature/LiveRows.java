// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.error.StorageException;
import dev.joust.feature.RowSet;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.RowAddresses;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.lance.index.LanceIndexes;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Looks up rows of one version without reading values: which are alive, which match, which have a value. */
public final class LiveRows {
    private static final String ADDRESS = "_rowaddr";
    private static final String CREATED = "_row_created_at_version";
    private static final String UPDATED = "_row_last_updated_at_version";

    private final Snapshot snapshot;
    private final Map<Integer, RowSet> live = new HashMap<>();

    /** Looks up rows of a version, which must stay open. */
    public LiveRows(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * Rows that have a value.
     *
     * @param merged those of them that were rewritten after they had been inserted
     */
    record Written(RowSet rows, RowSet merged) {
        static final Written NOTHING = new Written(RowSet.none(), RowSet.none());
    }

    /** The rows of a fragment that are not deleted, by physical offset. */
    public RowSet of(FragmentFacts fragment) {
        return live.computeIfAbsent(
                fragment.id(),
                id -> fragment.liveRows() == fragment.physicalRows()
                        ? RowSet.range(0, Math.toIntExact(fragment.physicalRows()))
                        : offsets(id, ScanRequest.of(List.of())));
    }

    /** The rows for which an SQL expression is true, by fragment. */
    public Map<Integer, RowSet> matching(String where) {
        String what = "choose rows of table '" + snapshot.table().name() + "'";
        String filter =
                SqlText.filter(where, snapshot.tableSchema().names(), what).text();
        RowAddresses found = RowAddresses.of(
                snapshot,
                LanceIndexes.trusted(snapshot, ScanRequest.of(List.of()).where(filter)));
        Map<Integer, RowSet> sets = new HashMap<>();
        found.fragments().forEach(fragment -> sets.put(fragment, RowSet.of(found.offsets(fragment))));
        return sets;
    }

    Written written(FragmentFacts fragment, List<String> columns, RowSet among) {
        String hasValue = columns.stream()
                .map(column -> SqlText.backticked(column) + " IS NOT NULL")
                .collect(Collectors.joining(" OR "));
        RowSet rows = offsets(
                        fragment.id(), ScanRequest.of(List.of()).where(hasValue).withoutIndexes())
                .and(among);
        if (rows.isEmpty()) {
            return Written.NOTHING;
        }
        BitSet merged = new BitSet();
        scan(ScanRequest.of(List.of(CREATED, UPDATED)).fragments(List.of(fragment.id())), batch -> {
            UInt8Vector addresses = (UInt8Vector) batch.getVector(ADDRESS);
            FieldVector created = batch.getVector(CREATED);
            FieldVector updated = batch.getVector(UPDATED);
            for (int i = 0; i < batch.getRowCount(); i++) {
                if (version(updated, i) > version(created, i)) {
                    merged.set((int) addresses.get(i));
                }
            }
        });
        return new Written(rows, rows.and(RowSet.of(merged)));
    }

    private static long version(FieldVector versions, int index) {
        return versions.isNull(index) ? 0 : ((UInt8Vector) versions).get(index);
    }

    private RowSet offsets(int fragment, ScanRequest rows) {
        return RowSet.of(
                RowAddresses.of(snapshot, rows.fragments(List.of(fragment))).offsets(fragment));
    }

    private void scan(ScanRequest request, java.util.function.Consumer<VectorSchemaRoot> batches) {
        try (ArrowReader reader = snapshot.scan(request.withRowAddress())) {
            while (reader.loadNextBatch()) {
                batches.accept(reader.getVectorSchemaRoot());
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read table '" + snapshot.table().name() + "': " + e.getMessage() + "; check the storage",
                    e);
        }
    }
}
