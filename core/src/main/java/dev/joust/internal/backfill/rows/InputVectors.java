// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/** Parts of vectors: rows, nested fields, numbers. */
final class InputVectors {
    private InputVectors() {}

    /**
     * Returns some rows of a vector as a vector of their own, without a copy if they follow each other. The caller
     * closes it.
     */
    static FieldVector rows(FieldVector vector, int[] positions, String name) {
        int count = positions.length;
        TransferPair transfer = vector.getTransferPair(name, VectorOutputs.MEMORY);
        FieldVector part = (FieldVector) transfer.getTo();
        if (count == 0 || positions[count - 1] - positions[0] == count - 1) {
            transfer.splitAndTransfer(count == 0 ? 0 : positions[0], count);
            return part;
        }
        part.setInitialCapacity(count);
        part.allocateNew();
        for (int i = 0; i < count; i++) {
            if (vector.isNull(positions[i])) {
                part.setNull(i);
            } else {
                part.copyFromSafe(positions[i], i, vector);
            }
        }
        part.setValueCount(count);
        return part;
    }

    /** Returns a field inside a vector, NULL wherever something around it is. The caller closes it. */
    static FieldVector nested(FieldVector vector, String path, String name) {
        FieldVector inner = vector;
        int rows = vector.getValueCount();
        boolean[] isNull = new boolean[rows];
        String rest = path;
        while (!rest.isEmpty()) {
            for (int i = 0; i < rows; i++) {
                isNull[i] |= inner.isNull(i);
            }
            StructVector struct = (StructVector) inner;
            FieldVector exact = child(struct, rest);
            String first = exact != null || rest.indexOf('.') < 0 ? rest : rest.substring(0, rest.indexOf('.'));
            FieldVector next = exact != null ? exact : child(struct, first);
            if (next == null) {
                throw new IllegalArgumentException("There is no field '" + first + "' in " + struct.getField());
            }
            inner = next;
            rest = rest.length() == first.length() ? "" : rest.substring(first.length() + 1);
        }
        FieldVector copy =
                (FieldVector) inner.getTransferPair(name, inner.getAllocator()).getTo();
        copy.setInitialCapacity(rows);
        copy.allocateNew();
        for (int i = 0; i < rows; i++) {
            if (isNull[i] || inner.isNull(i)) {
                copy.setNull(i);
            } else {
                copy.copyFromSafe(i, i, inner);
            }
        }
        copy.setValueCount(rows);
        return copy;
    }

    private static @Nullable FieldVector child(StructVector struct, String name) {
        return struct.getChild(name);
    }

    /** The row ids as an input. The caller closes it. */
    static FieldVector ids(RowNumbers ids, org.apache.arrow.memory.BufferAllocator allocator, String name) {
        UInt8Vector vector = new UInt8Vector(name, allocator);
        vector.allocateNew(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            vector.set(i, ids.get(i));
        }
        vector.setValueCount(ids.size());
        return vector;
    }

    /** A whole number that is not NULL. */
    static long integer(FieldVector vector, int index) {
        if (vector instanceof BaseIntVector integers) {
            return integers.getValueAsLong(index);
        }
        throw new ClassCastException(vector.getField() + " does not hold whole numbers");
    }

    /** A number that is not NULL. */
    static double number(FieldVector vector, int index) {
        if (vector instanceof Float4Vector floats) {
            return floats.get(index);
        } else if (vector instanceof Float8Vector doubles) {
            return doubles.get(index);
        } else if (vector instanceof Float2Vector halves) {
            return halves.getValueAsFloat(index);
        }
        return integer(vector, index);
    }
}
