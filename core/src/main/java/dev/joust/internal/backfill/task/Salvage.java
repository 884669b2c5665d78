// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.task;

import dev.joust.error.JoustException;
import dev.joust.error.StorageException;
import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import dev.joust.internal.backfill.checkpoint.Checkpoint;
import dev.joust.internal.backfill.checkpoint.CheckpointBuffer;
import dev.joust.internal.backfill.checkpoint.CheckpointFolder;
import dev.joust.internal.backfill.rows.SavedErrors;
import dev.joust.internal.feature.StampFiles;
import dev.joust.internal.feature.StampJson;
import dev.joust.internal.lance.ColumnFileReader;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.internal.lance.files.FileMetadata;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the values of finished column files that could not be committed, because their fragment was compacted or some
 * of its inputs changed: as checkpoints, which the next plan finds by their row ids.
 */
public final class Salvage {
    private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);
    private static final int BATCH_ROWS = 4096;
    private static final int MAX_BYTES = 16 << 20;

    private final LanceTable table;
    private final CheckpointFolder folder;
    private final FragmentResult result;
    private final ColumnFile file;

    private Salvage(LanceTable table, CheckpointFolder folder, FragmentResult result, ColumnFile file) {
        this.table = table;
        this.folder = folder;
        this.result = result;
        this.file = file;
    }

    /** Keeps what a file holds, if it can be kept; what cannot is computed again. */
    public static void keep(LanceTable table, String job, FragmentResult result, ColumnFile file) {
        Optional<CheckpointFolder> folder = CheckpointFolder.of(table);
        if (folder.isEmpty() || !table.hasData(file.name())) {
            return;
        }
        try {
            new Salvage(table, folder.get(), result, file).keep(job);
        } catch (JoustException e) {
            LOG.warn("Could not keep what was computed for fragment {}: {}", result.fragment(), e.getMessage());
        }
    }

    private void keep(String job) {
        Optional<Stamp> stamp = FileMetadata.read(table, file.name())
                .map(metadata -> metadata.metadata().get(StampFiles.STAMPS))
                .flatMap(text -> StampJson.read(file.name(), text).values().stream()
                        .flatMap(List::stream)
                        .filter(one -> one.job().equals(job))
                        .findFirst());
        if (stamp.isEmpty()) {
            return;
        }
        try (ArrowReader values = ColumnFileReader.open(table, file.name(), file.columns(), BATCH_ROWS)) {
            write(stamp.get(), values, rowIds());
        } catch (IOException e) {
            throw new StorageException("Cannot read file '" + file.name() + "': " + e + "; check the disk", e);
        }
    }

    private void write(Stamp stamp, ArrowReader values, long[] ids) throws IOException {
        CheckpointBuffer buffer = new CheckpointBuffer(table.store().allocator());
        BitSet rows = new BitSet();
        int start = 0;
        while (values.loadNextBatch()) {
            VectorSchemaRoot root = values.getVectorSchemaRoot();
            BitSet here = stamp.rows()
                    .and(RowSet.range(start, start + root.getRowCount()))
                    .toBitSet();
            if (!here.isEmpty()) {
                try (VectorSchemaRoot picked = picked(root, here, start)) {
                    buffer.add(picked, here.stream().mapToLong(row -> ids[row]).toArray());
                }
                rows.or(here);
            }
            start += root.getRowCount();
            if (buffer.bytes() >= MAX_BYTES) {
                write(stamp, rows, buffer);
                rows.clear();
            }
        }
        if (buffer.rows() > 0) {
            write(stamp, rows, buffer);
        }
    }

    private VectorSchemaRoot picked(VectorSchemaRoot root, BitSet rows, int start) {
        VectorSchemaRoot picked =
                VectorSchemaRoot.create(root.getSchema(), table.store().allocator());
        try {
            for (int column = 0; column < root.getFieldVectors().size(); column++) {
                FieldVector from = root.getVector(column);
                FieldVector to = picked.getVector(column);
                int at = 0;
                for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
                    if (from.isNull(row - start)) {
                        to.setNull(at++);
                    } else {
                        to.copyFromSafe(row - start, at++, from);
                    }
                }
            }
            picked.setRowCount(rows.cardinality());
            return picked;
        } catch (RuntimeException e) {
            picked.close();
            throw e;
        }
    }

    private void write(Stamp stamp, BitSet rows, CheckpointBuffer buffer) {
        folder.write(
                new Checkpoint(
                        file.columns().get(0),
                        result.fragment(),
                        result.version(),
                        stamp.only(RowSet.of(rows)),
                        result.errors().stream()
                                .filter(error ->
                                        error.column().equals(file.columns().get(0)))
                                .map(SavedErrors::write)
                                .toList()),
                buffer.take());
    }

    /** The ids of the rows that the fragment had, by physical offset. */
    private long[] rowIds() {
        long[] ids = new long[Math.toIntExact(file.physicalRows())];

        ScanRequest request = ScanRequest.of(List.of())
                .fragments(List.of(result.fragment()))
                .withRowId()
                .withRowAddress();
        try (Snapshot at = table.at(result.version());
                ArrowReader reader = at.scan(request)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                UInt8Vector rowIds = (UInt8Vector) root.getVector("_rowid");
                UInt8Vector addresses = (UInt8Vector) root.getVector("_rowaddr");
                for (int i = 0; i < root.getRowCount(); i++) {
                    ids[(int) addresses.get(i)] = rowIds.get(i);
                }
            }
            return ids;
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read table '" + table.name() + "': " + e.getMessage() + "; check the storage", e);
        }
    }
}
