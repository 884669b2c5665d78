// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.BlobStream;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import java.io.IOException;
import java.util.List;
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
    private byte[] buffer = new byte[0];
    private long bufferStart;
    private @Nullable BlobFile file;

    /**
     * Describes a value; nothing is opened.
     *
     * @param size its length, as a scan of the column tells it
     */
    public LazyBlob(Snapshot snapshot, String column, long rowId, long size) {
        super(size);
        this.snapshot = requireNonNull(snapshot, "snapshot");
        this.column = requireNonNull(column, "column");
        this.rowId = rowId;
    }

    @Override
    protected int readAt(long from, byte[] target, int offset, int length) throws IOException {
        if (from < bufferStart || from >= bufferStart + buffer.length) {
            int ahead = (int) Math.min(Math.max(length, BUFFER_BYTES), size() - from);
            buffer = open().readRange(from, ahead);
            bufferStart = from;
        }
        int start = (int) (from - bufferStart);
        int count = Math.min(length, buffer.length - start);
        System.arraycopy(buffer, start, target, offset, count);
        return count;
    }

    private BlobFile open() {
        BlobFile opened = file;
        if (opened == null) {
            String what =
                    "read column '" + column + "' of table '" + snapshot.table().name() + "'";
            opened = LanceErrors.call(
                    what,
                    () -> snapshot.dataset().takeBlobs(List.of(rowId), column).get(0));
            file = opened;
        }
        return opened;
    }

    @Override
    public void close() throws IOException {
        super.close();
        buffer = new byte[0];
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
