// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.feature.BlobStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.VarBinaryVector;

/** The bytes of one value where they lie in a vector, without a copy of them; closed before the vector is. */
public final class BufferStream extends BlobStream {
    private final ArrowBuf buffer;
    private final long start;

    private BufferStream(ArrowBuf buffer, long start, long end) {
        super(end - start);
        this.buffer = buffer;
        this.start = start;
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
    protected int readAt(long from, byte[] target, int offset, int length) {
        buffer.getBytes(start + from, target, offset, length);
        return length;
    }
}
