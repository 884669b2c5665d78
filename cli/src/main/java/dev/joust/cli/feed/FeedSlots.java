// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feed;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.loader.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/**
 * Files that both processes map into memory, each for one batch at a time: its pixels, then at a multiple of eight its
 * row ids as little-endian 64-bit numbers, then its other columns as an Arrow stream.
 *
 * <p>The other process makes them, {@code slot-0} and so on, and may remove their names once they are open. Threads:
 * belongs to one.
 */
final class FeedSlots implements AutoCloseable {
    private static final int ZEROS = 1 << 20;

    private final Path folder;
    private final List<Slot> slots = new ArrayList<>();

    /** Where the parts of a batch lie. */
    record Place(long rowIdsAt, long columnsAt, long bytes) {}

    private static final class Slot {
        final FileChannel channel;
        ByteBuffer memory = ByteBuffer.allocate(0);

        Slot(FileChannel channel) {
            this.channel = channel;
        }
    }

    private FeedSlots(Path folder) {
        this.folder = folder;
    }

    static FeedSlots open(Path folder) {
        FeedSlots opened = new FeedSlots(folder);
        try {
            while (Files.isRegularFile(opened.file())) {
                FileChannel channel =
                        FileChannel.open(opened.file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
                opened.slots.add(new Slot(channel));
            }
        } catch (IOException e) {
            opened.close();
            throw new StorageException(
                    "Cannot open the slots in '" + folder + "': " + e.getMessage() + "; check the folder", e);
        }
        if (opened.slots.isEmpty()) {
            throw new InvalidRequestException("Cannot open the slots in '" + folder
                    + "': there is no file 'slot-0'; name the folder that the other process made");
        }
        return opened;
    }

    private Path file() {
        return folder.resolve("slot-" + slots.size());
    }

    int size() {
        return slots.size();
    }

    /** Writes a batch. */
    Place write(int number, Batch batch) {
        int pixels = Math.toIntExact(LongStream.of(batch.shape()).reduce(1, Math::multiplyExact));
        int rowIdsAt = Math.addExact(pixels, 7) & -8;
        byte[] columns = columns(batch);
        int columnsAt = Math.addExact(rowIdsAt, Math.multiplyExact(batch.size(), Long.BYTES));
        int bytes = Math.addExact(columnsAt, columns.length);
        ByteBuffer memory = memory(slots.get(number), bytes);
        memory.put(0, batch.pixels(), 0, pixels);
        memory.position(rowIdsAt);
        memory.asLongBuffer().put(batch.rowIds());
        memory.put(columnsAt, columns);
        return new Place(rowIdsAt, columnsAt, bytes);
    }

    private static byte[] columns(Batch batch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ArrowStreamWriter writer = new ArrowStreamWriter(batch.columns(), null, Channels.newChannel(bytes))) {
            writer.start();
            writer.writeBatch();
            writer.end();
        } catch (IOException e) {
            throw new AssertionError("memory takes all that is written", e);
        }
        return bytes.toByteArray();
    }

    private ByteBuffer memory(Slot slot, int bytes) {
        if (slot.memory.capacity() >= bytes) {
            return slot.memory.clear();
        }
        int roomy = (int) Math.min(Integer.MAX_VALUE, ((long) bytes + (bytes >> 3) + 4095) & -4096);
        try {
            // Written, not only mapped: a full disk would otherwise kill the process at the first touch of the memory.
            ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
            for (long at = slot.channel.size(); at < roomy; at += ZEROS) {
                zeros.clear().limit((int) Math.min(ZEROS, roomy - at));
                while (zeros.hasRemaining()) {
                    slot.channel.write(zeros, at + zeros.position());
                }
            }
            MappedByteBuffer mapped = slot.channel.map(FileChannel.MapMode.READ_WRITE, 0, roomy);
            slot.memory = mapped.order(ByteOrder.LITTLE_ENDIAN);
            return slot.memory;
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot make room for a batch in '" + folder + "': " + e.getMessage() + "; " + slots.size()
                            + " slots of " + roomy + " bytes are needed, so use smaller batches, fewer slots or another"
                            + " folder",
                    e);
        }
    }

    @Override
    public void close() {
        for (Slot slot : slots) {
            try {
                slot.channel.close();
            } catch (IOException e) {
                throw new StorageException(
                        "Cannot close a slot in '" + folder + "': " + e.getMessage() + "; check the folder", e);
            }
        }
    }
}
