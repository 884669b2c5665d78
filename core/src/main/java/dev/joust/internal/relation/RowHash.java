// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.error.InternalException;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * Hashes of 64 bits over values of Arrow vectors, the same on every machine and in every version.
 *
 * <p>Whole numbers of all widths hash by value, texts and bytes by content, so that keys of two tables can be compared.
 * Each eight bytes are folded in with the finalizer of SplitMix64 (Steele, Lea and Flood 2014), whose output bits
 * depend on all input bits.
 */
public final class RowHash {
    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long NULL = 0x6A09E667F3BCC909L;

    private RowHash() {}

    /** Folds a word into a hash. */
    static long mix(long hash, long word) {
        long z = (hash ^ word) + SEED;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The hash of one row of some columns. */
    public static long of(List<FieldVector> columns, int row) {
        long hash = SEED;
        for (FieldVector column : columns) {
            hash = fold(hash, column, row);
        }
        return hash;
    }

    /** Whether one of the columns is NULL in a row. */
    public static boolean hasNull(List<FieldVector> columns, int row) {
        for (FieldVector column : columns) {
            if (column.isNull(row)) {
                return true;
            }
        }
        return false;
    }

    private static long fold(long hash, FieldVector vector, int row) {
        if (vector instanceof NullVector || vector.isNull(row)) {
            return mix(hash, NULL);
        } else if (vector instanceof BaseIntVector integers) {
            return mix(hash, integers.getValueAsLong(row));
        } else if (vector instanceof BitVector bits) {
            return mix(hash, bits.get(row));
        } else if (vector instanceof BaseFixedWidthVector fixed) {
            long width = fixed.getTypeWidth();
            return bytes(hash, fixed.getDataBuffer(), row * width, width);
        } else if (vector instanceof BaseVariableWidthVector variable) {
            long start = variable.getStartOffset(row);
            return bytes(hash, variable.getDataBuffer(), start, variable.getEndOffset(row) - start);
        } else if (vector instanceof BaseLargeVariableWidthVector large) {
            ArrowBuf offsets = large.getOffsetBuffer();
            long start = offsets.getLong((long) row * Long.BYTES);
            return bytes(hash, large.getDataBuffer(), start, offsets.getLong((row + 1L) * Long.BYTES) - start);
        }
        return nested(hash, vector, row);
    }

    private static long nested(long hash, FieldVector vector, int row) {
        if (vector instanceof ListVector list) {
            return range(hash, list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
        } else if (vector instanceof LargeListVector list) {
            return range(
                    hash,
                    list.getDataVector(),
                    Math.toIntExact(list.getElementStartIndex(row)),
                    Math.toIntExact(list.getElementEndIndex(row)));
        } else if (vector instanceof FixedSizeListVector list) {
            return range(hash, list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
        } else if (vector instanceof StructVector struct) {
            long folded = hash;
            for (FieldVector child : struct.getChildrenFromFields()) {
                folded = fold(folded, child, row);
            }
            return folded;
        }
        throw new InternalException("Cannot hash values of type "
                + vector.getField().getType() + ": such columns are refused before; please report this");
    }

    private static long range(long hash, FieldVector elements, int start, int end) {
        long folded = mix(hash, end - start);
        for (int i = start; i < end; i++) {
            folded = fold(folded, elements, i);
        }
        return folded;
    }

    private static long bytes(long hash, ArrowBuf buffer, long start, long length) {
        long folded = mix(hash, length);
        long at = start;
        for (; at + Long.BYTES <= start + length; at += Long.BYTES) {
            folded = mix(folded, buffer.getLong(at));
        }
        if (at < start + length) {
            long rest = 0;
            for (int shift = 0; at < start + length; at++, shift += Byte.SIZE) {
                rest |= (buffer.getByte(at) & 0xFFL) << shift;
            }
            folded = mix(folded, rest);
        }
        return folded;
    }
}
