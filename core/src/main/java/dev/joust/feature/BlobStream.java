// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The bytes of one value, read when they are asked for and from any position.
 *
 * <p>The engine closes it after the call that it was given to. Threads: belongs to the thread that computes the row.
 */
public abstract class BlobStream extends InputStream {
    private final byte[] one = new byte[1];
    private final long size;
    private long position;
    private boolean isClosed;

    /** Creates a stream at position 0 of so many bytes. */
    protected BlobStream(long size) {
        this.size = size;
    }

    /** How many bytes there are; known without reading any. */
    public final long size() {
        return size;
    }

    /** Where the next byte comes from, counted from 0. */
    public final long position() {
        return position;
    }

    /**
     * Goes to a position; behind the end there is nothing to read.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public final void seek(long newPosition) {
        if (newPosition < 0) {
            throw new IllegalArgumentException("position must not be negative but was " + newPosition);
        }
        position = newPosition;
    }

    /**
     * Reads some bytes.
     *
     * @param from where the first one lies
     * @param length how many are asked for: at least one, and no more than there are
     * @return how many were read: at least one
     */
    protected abstract int readAt(long from, byte[] target, int offset, int length) throws IOException;

    @Override
    public final int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        if (isClosed) {
            throw new IOException("The stream is closed: it is valid during the call that it was given to only");
        }
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0 || position >= size) {
            return length == 0 ? 0 : -1;
        }
        int count = readAt(position, target, offset, (int) Math.min(length, size - position));
        position += count;
        return count;
    }

    @Override
    public final int available() {
        return isClosed ? 0 : (int) Math.max(0, Math.min(Integer.MAX_VALUE, size - position));
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
    }

    /** Returns a stream over bytes in memory; it can be read after it was closed. */
    public static BlobStream of(byte[] bytes) {
        return new BytesStream(bytes);
    }

    private static final class BytesStream extends BlobStream {
        private final byte[] bytes;

        BytesStream(byte[] bytes) {
            super(bytes.length);
            this.bytes = bytes;
        }

        @Override
        protected int readAt(long from, byte[] target, int offset, int length) {
            System.arraycopy(bytes, (int) from, target, offset, length);
            return length;
        }

        @Override
        public void close() {}
    }
}
