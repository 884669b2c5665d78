// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * Copies single values between vectors of one type, nested ones included; the target grows, and is filled in ascending
 * order. What names the children have does not matter.
 */
final class VectorCopy {
    private static final byte[] EMPTY = {};

    private VectorCopy() {}

    /** Copies one value; NULL into a field that has none becomes its blank. */
    static void copy(FieldVector from, int source, FieldVector to, int target) {
        if (from.isNull(source)) {
            blank(to, target);
        } else if (to instanceof FixedSizeListVector list) {
            FieldVector values = ((FixedSizeListVector) from).getDataVector();
            int size = list.getListSize();
            list.setNotNull(target);
            copyRange(values, source * size, list.getDataVector(), target * size, size);
        } else if (to instanceof ListVector list) {
            ListVector other = (ListVector) from;
            int size = other.getElementEndIndex(source) - other.getElementStartIndex(source);
            int start = list.startNewValue(target);
            copyRange(other.getDataVector(), other.getElementStartIndex(source), list.getDataVector(), start, size);
            list.endValue(target, size);
        } else if (to instanceof LargeListVector list) {
            LargeListVector other = (LargeListVector) from;
            long first = other.getElementStartIndex(source);
            int size = (int) (other.getElementEndIndex(source) - first);
            int start = (int) list.startNewValue(target);
            copyRange(other.getDataVector(), (int) first, list.getDataVector(), start, size);
            list.endValue(target, size);
        } else if (to instanceof StructVector struct) {
            struct.setIndexDefined(target);
            for (int i = 0; i < struct.size(); i++) {
                copy((FieldVector) ((StructVector) from).getChildByOrdinal(i), source, child(struct, i), target);
            }
        } else {
            to.copyFromSafe(source, target, from);
        }
    }

    private static void copyRange(FieldVector from, int source, FieldVector to, int target, int count) {
        for (int i = 0; i < count; i++) {
            copy(from, source + i, to, target + i);
        }
    }

    /** Writes NULL, or zero or an empty value where the field has no NULL. */
    static void blank(FieldVector to, int target) {
        boolean nullable = to.getField().isNullable();
        if (to instanceof FixedSizeListVector list) {
            list.setNotNull(target);
            for (int i = 0; i < list.getListSize(); i++) {
                blank(list.getDataVector(), target * list.getListSize() + i);
            }
        } else if (to instanceof ListVector list && !nullable) {
            list.startNewValue(target);
            list.endValue(target, 0);
        } else if (to instanceof LargeListVector list && !nullable) {
            list.startNewValue(target);
            list.endValue(target, 0);
        } else if (to instanceof StructVector struct) {
            struct.setIndexDefined(target);
            for (int i = 0; i < struct.size(); i++) {
                blank(child(struct, i), target);
            }
        } else if (!nullable) {
            zero(to, target);
        }
        if (nullable) {
            setNull(to, target);
        }
    }

    private static FieldVector child(StructVector struct, int ordinal) {
        return (FieldVector) struct.getChildByOrdinal(ordinal);
    }

    private static void zero(FieldVector to, int target) {
        if (to instanceof BitVector bits) {
            bits.setSafe(target, 0);
        } else if (to instanceof BaseVariableWidthVector values) {
            values.setSafe(target, EMPTY);
        } else if (to instanceof BaseLargeVariableWidthVector values) {
            values.setSafe(target, EMPTY);
        } else if (to instanceof BaseFixedWidthVector values) {
            grow(values, target);
            int width = values.getTypeWidth();
            values.getDataBuffer().setZero((long) target * width, width);
            BitVectorHelper.setBit(values.getValidityBuffer(), target);
        } else {
            throw new IllegalArgumentException("No blank value of " + to.getField());
        }
    }

    private static void setNull(FieldVector to, int target) {
        if (to instanceof BaseFixedWidthVector values) {
            grow(values, target);
        }
        to.setNull(target);
    }

    private static void grow(FieldVector vector, int index) {
        while (index >= vector.getValueCapacity()) {
            vector.reAlloc();
        }
    }
}
