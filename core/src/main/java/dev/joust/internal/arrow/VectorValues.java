// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import java.util.OptionalInt;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;

/** Checks of the numbers inside vector columns. */
final class VectorValues {
    private VectorValues() {}

    /** The first row whose vector holds NaN or infinity, or empty. */
    static OptionalInt firstNotFinite(FieldVector vector, int rows) {
        if (!(vector instanceof FixedSizeListVector list)) {
            return OptionalInt.empty();
        }
        int size = list.getListSize();
        for (int row = 0; row < rows; row++) {
            if (!list.isNull(row) && !isFinite(list.getDataVector(), row * size, size)) {
                return OptionalInt.of(row);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isFinite(FieldVector values, int from, int size) {
        for (int i = from; i < from + size; i++) {
            if (values.isNull(i)) {
                continue;
            }
            if (values instanceof Float4Vector floats && !Float.isFinite(floats.get(i))) {
                return false;
            }
            if (values instanceof Float8Vector doubles && !Double.isFinite(doubles.get(i))) {
                return false;
            }
        }
        return true;
    }
}
