// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/** Gathers values with the ids of their rows, as an Arrow stream on the heap. Belongs to one thread. */
public final class CheckpointBuffer {
    /** The column of row ids beside the values. */
    static final String ROW_ID = "_rowid";

    private final BufferAllocator allocator;
    private Bytes bytes = new Bytes();
    private int rows;

    /** Starts empty. */
    public CheckpointBuffer(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    private static final class Bytes extends ByteArrayOutputStream {
        ByteBuffer view() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }

    /** How many rows it has. */
    public int rows() {
        return rows;
    }

    /** How many bytes it takes. */
    public int bytes() {
        return bytes.size();
    }

    /** Adds rows. */
    public void add(VectorSchemaRoot values, long[] rowIds) {
        try (UInt8Vector ids = new UInt8Vector(ROW_ID, allocator)) {
            ids.allocateNew(rowIds.length);
            for (int i = 0; i < rowIds.length; i++) {
                ids.set(i, rowIds[i]);
            }
            ids.setValueCount(rowIds.length);
            List<FieldVector> vectors = new ArrayList<>(values.getFieldVectors());
            vectors.add(ids);
            // The root is not closed: its vectors belong to the caller.
            VectorSchemaRoot root = new VectorSchemaRoot(vectors);
            root.setRowCount(rowIds.length);
            WriteChannel channel = new WriteChannel(Channels.newChannel(bytes));
            if (rows == 0) {
                MessageSerializer.serialize(channel, root.getSchema());
            }
            try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
                MessageSerializer.serialize(channel, batch);
            }
            rows += rowIds.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the stream and starts anew. */
    public ByteBuffer take() {
        try {
            WriteChannel channel = new WriteChannel(Channels.newChannel(bytes));
            channel.writeIntLittleEndian(MessageSerializer.IPC_CONTINUATION_TOKEN);
            channel.writeIntLittleEndian(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer taken = bytes.view();
        drop();
        return taken;
    }

    /** Forgets the rows. */
    public void drop() {
        bytes = new Bytes();
        rows = 0;
    }
}
