// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A fixed number of longs, zero at first: in the heap if they fit a limit, else in a temporary file that is mapped, so
 * that the operating system keeps as much of it in memory as there is room for, and no more.
 *
 * <p>The file has no name any more once it is mapped, where the system allows that; its space is free again when
 * nothing refers to this store. Threads: may be read by several threads after it was filled by one.
 */
final class LongStore {
    private static final int CHUNK_BITS = 24;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final LongBuffer[] chunks;
    private final boolean inFile;

    private LongStore(LongBuffer[] chunks, boolean inFile) {
        this.chunks = chunks;
        this.inFile = inFile;
    }

    /**
     * Creates a store.
     *
     * @param longs how many
     * @param heapBytes larger ones go to a file
     */
    static LongStore create(long longs, long heapBytes) {
        int count = Math.toIntExact((longs + CHUNK - 1) >>> CHUNK_BITS);
        LongBuffer[] chunks = new LongBuffer[count];
        if (longs * Long.BYTES <= heapBytes) {
            for (int i = 0; i < count; i++) {
                chunks[i] = LongBuffer.allocate((int) Math.min(CHUNK, longs - ((long) i << CHUNK_BITS)));
            }
            return new LongStore(chunks, false);
        }
        map(chunks, longs);
        return new LongStore(chunks, true);
    }

    private static void map(LongBuffer[] chunks, long longs) {
        try {
            Path file = Files.createTempFile("joust-keys", ".tmp");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(1), longs * Long.BYTES - 1);
                for (int i = 0; i < chunks.length; i++) {
                    long start = (long) i << CHUNK_BITS;
                    chunks[i] = channel.map(
                                    FileChannel.MapMode.READ_WRITE,
                                    start * Long.BYTES,
                                    Math.min(CHUNK, longs - start) * Long.BYTES)
                            .order(ByteOrder.nativeOrder())
                            .asLongBuffer();
                }
            } finally {
                file.toFile().deleteOnExit();
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot write a temporary file of " + longs * Long.BYTES + " bytes: " + e
                            + "; free some space, or set java.io.tmpdir to a folder that has it",
                    e);
        }
    }

    long get(long index) {
        return chunks[(int) (index >>> CHUNK_BITS)].get((int) (index & (CHUNK - 1)));
    }

    void set(long index, long value) {
        chunks[(int) (index >>> CHUNK_BITS)].put((int) (index & (CHUNK - 1)), value);
    }

    /** Whether it lies in a file. */
    boolean isInFile() {
        return inFile;
    }
}
