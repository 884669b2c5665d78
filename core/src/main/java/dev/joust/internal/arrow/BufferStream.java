// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.feature.BlobStream;
import java.io.IOException;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.VarBinaryVector;

/** The bytes of one value where they lie in a vector, without a copy of them; closed before the vector is. */
public final class BufferStream extends BlobStream {
    private final ArrowBuf buffer;
    private final long start;
    private final long size;
    private long position;
    private boolean isClosed;

    private BufferStream(ArrowBuf buffer, long start, long end) {
        this.buffer = buffer;
        this.start = start;
        this.size = end - start;
    }

    /** Returns the bytes at a position of a vector of bytes; it must not be NULL there. */
    public static BufferStream of(FieldVector vector, int index) {
        if (vector instanceof LargeVarBinaryVector bytes) {
            ArrowBuf offsets = bytes.getOffsetBuffer();
            return new BufferStream(
                    bytes.getDataBuffer(),
                    offsets.getLong((long) index * Long.BYTES),
                    offsets.getLong((index + 1L) * Long.BYTES));
        } else if (vector instanceof VarBinaryVector bytes) {
            return new BufferStream(bytes.getDataBuffer(), bytes.getStartOffset(index), bytes.getEndOffset(index));
        } else if (vector instanceof FixedSizeBinaryVector bytes) {
            long width = bytes.getByteWidth();
            return new BufferStream(bytes.getDataBuffer(), index * width, (index + 1) * width);
        }
        throw new AssertionError(vector);
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
        requireOpen();
        return position < size ? buffer.getByte(start + position++) & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        requireOpen();
        Objects.checkFromIndexSize(offset, length, target.length);
        if (position >= size) {
            return length == 0 ? 0 : -1;
        }
        int count = (int) Math.min(length, size - position);
        buffer.getBytes(start + position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return isClosed ? 0 : (int) Math.max(0, Math.min(Integer.MAX_VALUE, size - position));
    }

    @Override
    public void close() {
        isClosed = true;
    }

    private void requireOpen() throws IOException {
        if (isClosed) {
            throw new IOException("The stream is closed: it is valid during the call that it was given to only");
        }
    }
}
