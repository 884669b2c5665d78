// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.fingerprint;

import dev.joust.internal.lance.DataFileFacts;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.WholeBlobs;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Fragments that are read in one go. Lance reads ahead as much as it is let, so that only a part of a large table is
 * shown to it at a time.
 *
 * @param fragments their ids
 * @param batchRows so many rows that a batch has about {@value #BATCH_BYTES} bytes, judged by the sizes of the files
 */
record ReadPart(List<Integer> fragments, int batchRows) {
    private static final long PART_BYTES = 64 << 20;
    private static final long BATCH_BYTES = 8 << 20;
    private static final int MOST_ROWS = 4096;
    private static final int BATCHES_AHEAD = 2;

    ReadPart {
        fragments = List.copyOf(fragments);
    }

    /** All fragments of a version, in its order. */
    static List<ReadPart> of(Snapshot snapshot) {
        List<ReadPart> parts = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        long rows = 0;
        long bytes = 0;
        for (FragmentFacts fragment : snapshot.fragments()) {
            ids.add(fragment.id());
            rows += fragment.physicalRows();
            bytes += bytes(snapshot, fragment);
            if (bytes >= PART_BYTES) {
                parts.add(new ReadPart(ids, batchRows(rows, bytes)));
                ids.clear();
                rows = 0;
                bytes = 0;
            }
        }
        if (!ids.isEmpty()) {
            parts.add(new ReadPart(ids, batchRows(rows, bytes)));
        }
        return parts;
    }

    /** Files elsewhere than on a local disk count as empty. */
    private static long bytes(Snapshot snapshot, FragmentFacts fragment) {
        long bytes = 0;
        for (DataFileFacts file : fragment.files()) {
            bytes += snapshot.table()
                    .paths()
                    .map(paths -> paths.found(file.name()).toFile().length())
                    .orElse(0L);
        }
        return bytes;
    }

    private static int batchRows(long rows, long bytes) {
        if (bytes == 0) {
            return WholeBlobs.BATCH_ROWS;
        }
        return (int) Math.max(1, Math.min(MOST_ROWS, BATCH_BYTES * Math.max(1, rows) / bytes));
    }

    /** Reads columns with the row ids. The caller closes the reader. */
    ArrowReader read(Snapshot snapshot, List<String> columns) {
        boolean isAll = columns.size() == snapshot.tableSchema().columns().size();
        List<String> blobs = WholeBlobs.among(snapshot, columns);
        ArrowReader rows = snapshot.scan((isAll ? ScanRequest.everything() : ScanRequest.of(columns))
                .withRowId()
                .fragments(fragments)
                .batchRows(blobs.isEmpty() ? batchRows : Math.min(batchRows, WholeBlobs.BATCH_ROWS))
                .batchesAhead(BATCHES_AHEAD));
        if (blobs.isEmpty()) {
            return rows;
        }
        List<String> passedOn = new ArrayList<>(columns);
        passedOn.add(BatchHashes.ROW_ID);
        return WholeBlobs.of(snapshot, rows, passedOn);
    }
}
