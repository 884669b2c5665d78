// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.BlobStream;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lance.BlobFile;

/**
 * One value of a blob-encoded column: opened with the first byte that is asked for, and read a little ahead.
 *
 * <p>Threads: belongs to one thread. Whoever made it closes it, before the snapshot.
 */
public final class LazyBlob extends BlobStream {
    /** Small reads are answered from so many bytes. */
    private static final int BUFFER_BYTES = 8 << 10;

    private final Snapshot snapshot;
    private final String column;
    private final long rowId;
    private final long size;
    private byte[] buffer = new byte[0];
    private long bufferStart;
    private long position;
    private @Nullable BlobFile file;
    private boolean isClosed;

    /**
     * Describes a value; nothing is opened.
     *
     * @param size its length, as a scan of the column tells it
     */
    public LazyBlob(Snapshot snapshot, String column, long rowId, long size) {
        this.snapshot = requireNonNull(snapshot, "snapshot");
        this.column = requireNonNull(column, "column");
        this.rowId = rowId;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void seek(long newPosition) {
        if (newPosition < 0) {
            throw new IllegalArgumentException("position must not be negative but was " + newPosition);
        }
        position = newPosition;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (isClosed) {
            throw new IOException("The stream is closed: it is valid during the call that it was given to only");
        }
        if (length == 0 || position >= size) {
            return length == 0 ? 0 : -1;
        }
        if (position < bufferStart || position >= bufferStart + buffer.length) {
            int ahead = (int) Math.min(Math.max(length, BUFFER_BYTES), size - position);
            buffer = open().readRange(position, ahead);
            bufferStart = position;
        }
        int from = (int) (position - bufferStart);
        int count = Math.min(length, buffer.length - from);
        System.arraycopy(buffer, from, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return isClosed ? 0 : (int) Math.max(0, Math.min(Integer.MAX_VALUE, size - position));
    }

    private BlobFile open() {
        BlobFile opened = file;
        if (opened == null) {
            String what =
                    "read column '" + column + "' of table '" + snapshot.table().name() + "'";
            opened = LanceErrors.call(
                    what,
                    () -> snapshot.dataset()
                            .takeBlobs(java.util.List.of(rowId), column)
                            .get(0));
            file = opened;
        }
        return opened;
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        buffer = new byte[0];
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
