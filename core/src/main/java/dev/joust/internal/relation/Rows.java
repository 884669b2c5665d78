// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Reads a version batch by batch. */
final class Rows {
    /** The column with the row ids of a scan that asks for them. */
    static final String ROW_ID = "_rowid";

    /** The column with the fragment, in the upper half, and the offset of each row. */
    static final String ADDRESS = "_rowaddr";

    private static final int BATCH_ROWS = 8192;
    private static final int BATCHES_AHEAD = 2;

    private Rows() {}

    /** Takes batches. */
    @FunctionalInterface
    interface Batches {
        void take(VectorSchemaRoot batch) throws IOException;
    }

    /** Shows all batches of a scan. */
    static void scan(Snapshot snapshot, ScanRequest request, Batches batches) {
        try (ArrowReader reader = snapshot.scan(request.batchRows(BATCH_ROWS).batchesAhead(BATCHES_AHEAD))) {
            while (reader.loadNextBatch()) {
                batches.take(reader.getVectorSchemaRoot());
            }
        } catch (IOException e) {
            throw failed(snapshot, e);
        }
    }

    /** Some columns of a batch. */
    static List<FieldVector> columns(VectorSchemaRoot batch, List<String> names) {
        return names.stream().map(batch::getVector).toList();
    }

    /** The names without repetitions. */
    static List<String> distinct(List<String> first, List<String> second) {
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    static StorageException failed(Snapshot snapshot, IOException e) {
        return new StorageException(
                "Cannot read table '" + snapshot.table().name() + "': " + e.getMessage() + "; check the storage", e);
    }
}
