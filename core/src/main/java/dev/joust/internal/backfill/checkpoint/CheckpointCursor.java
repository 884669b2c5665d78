// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** Goes through the values of a checkpoint from its first row to its last. Belongs to one thread. */
public final class CheckpointCursor implements AutoCloseable {
    private final String path;
    private final Checkpoint checkpoint;
    private final ArrowStreamReader reader;
    private int batchStart;
    private int batchRows;

    private CheckpointCursor(String path, Checkpoint checkpoint, ArrowStreamReader reader) {
        this.path = path;
        this.checkpoint = checkpoint;
        this.reader = reader;
    }

    /**
     * Stands before the first row.
     *
     * @throws LostCheckpointException if the file is gone or damaged
     */
    public static CheckpointCursor open(CheckpointFolder folder, String path, BufferAllocator allocator) {
        CheckpointFolder.Loaded loaded = folder.load(path);
        return new CheckpointCursor(
                path, loaded.checkpoint(), new ArrowStreamReader(new ByteArrayInputStream(loaded.values()), allocator));
    }

    /** The ids of all rows of a checkpoint, in its order. */
    public static long[] rowIds(CheckpointFolder folder, String path, BufferAllocator allocator) {
        try (CheckpointCursor cursor = open(folder, path, allocator)) {
            long[] ids = new long[cursor.checkpoint.rows().size()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = cursor.rowId(cursor.moveTo(i));
            }
            return ids;
        }
    }

    /** What failed, by row id. */
    public List<Map<String, String>> errors() {
        return checkpoint.errors();
    }

    /** Moves on to a row, counted from the first of the checkpoint; returns its place in {@link #values}. */
    public int moveTo(int position) {
        try {
            while (position >= batchStart + batchRows) {
                batchStart += batchRows;
                if (!reader.loadNextBatch()) {
                    throw new IOException("it has " + batchStart + " rows instead of "
                            + checkpoint.rows().size());
                }
                batchRows = reader.getVectorSchemaRoot().getRowCount();
            }
            return position - batchStart;
        } catch (IOException e) {
            throw new LostCheckpointException(path, e);
        }
    }

    /** The values around the row that was moved to, by the names of these columns. */
    public List<FieldVector> values(List<String> columns) {
        return columns.stream().map(name -> root().getVector(name)).toList();
    }

    /** The id of the row at a place. */
    public long rowId(int at) {
        return ((UInt8Vector) root().getVector(CheckpointBuffer.ROW_ID)).get(at);
    }

    private VectorSchemaRoot root() {
        try {
            return reader.getVectorSchemaRoot();
        } catch (IOException e) {
            throw new LostCheckpointException(path, e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new LostCheckpointException(path, e);
        }
    }
}
