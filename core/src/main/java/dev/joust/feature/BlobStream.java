// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import java.io.InputStream;

/**
 * The bytes of one value, read when they are asked for and from any position.
 *
 * <p>The engine closes it after the call that it was given to. Threads: belongs to the thread that computes the row.
 */
public abstract class BlobStream extends InputStream {
    /** Creates a stream at position 0. */
    protected BlobStream() {}

    /** How many bytes there are; known without reading any. */
    public abstract long size();

    /** Where the next byte comes from, counted from 0. */
    public abstract long position();

    /**
     * Goes to a position; behind the end there is nothing to read.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public abstract void seek(long position);

    /** Returns a stream over bytes in memory. */
    public static BlobStream of(byte[] bytes) {
        return new BytesStream(bytes);
    }

    private static final class BytesStream extends BlobStream {
        private final byte[] bytes;
        private long position;

        BytesStream(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
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
        public int read() {
            return position < bytes.length ? bytes[(int) position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position >= bytes.length) {
                return length == 0 ? 0 : -1;
            }
            int count = (int) Math.min(length, bytes.length - position);
            System.arraycopy(bytes, (int) position, target, offset, count);
            position += count;
            return count;
        }

        @Override
        public int available() {
            return (int) Math.max(0, bytes.length - position);
        }
    }
}
