// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import dev.joust.feature.InputType;
import dev.joust.internal.arrow.CellReader;
import dev.joust.internal.arrow.CellReaders;
import dev.joust.schema.ColumnType;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.jspecify.annotations.Nullable;

/**
 * Values of the very Java class that a column of fixed width holds, between vectors and objects: the short way past
 * {@link dev.joust.internal.arrow.CellReaders} and {@link dev.joust.internal.arrow.CellWriters}, with the same result.
 */
public final class PlainValues {
    /** Types of which each value is seen as {@link CellReaders} give it. */
    private static final Set<InputType<?>> KEPT = Set.of(
            InputType.BOOL,
            InputType.INT,
            InputType.STRING,
            InputType.BYTES,
            InputType.FLOATS,
            InputType.STRUCT,
            InputType.ANY);

    private PlainValues() {}

    /** Puts a value, which is not null, at a position. */
    @FunctionalInterface
    private interface Put<T> {
        void put(int row, T value);
    }

    /**
     * Writes values into a vector with room for them.
     *
     * @return false, with the vector in any state, if one of them is of another class or the column of another kind
     */
    public static boolean write(ColumnType type, FieldVector vector, @Nullable Object[] values) {
        if (type instanceof ColumnType.Int && vector instanceof BigIntVector numbers) {
            return write(vector, values, Long.class, numbers::set);
        } else if (type instanceof ColumnType.Int && vector instanceof IntVector numbers) {
            return write(vector, values, Integer.class, numbers::set);
        } else if (type instanceof ColumnType.Floating && vector instanceof Float4Vector numbers) {
            return write(vector, values, Float.class, numbers::set);
        } else if (type instanceof ColumnType.Floating && vector instanceof Float8Vector numbers) {
            return write(vector, values, Double.class, numbers::set);
        } else if (type instanceof ColumnType.Bool && vector instanceof BitVector bits) {
            return write(vector, values, Boolean.class, (row, bit) -> bits.set(row, bit ? 1 : 0));
        }
        return false;
    }

    /** Returns the reader of an input, which gives values as its function wants to see them. */
    static CellReader reader(FieldVector vector, InputType<?> type) {
        if (type == InputType.LONG && vector instanceof BigIntVector numbers) {
            return row -> numbers.isNull(row) ? null : (Object) numbers.get(row);
        }
        CellReader reader = CellReaders.of(vector);
        if (KEPT.contains(type)) {
            return reader;
        }
        return row -> {
            Object value = reader.read(row);
            return value == null ? null : type.convert(value);
        };
    }

    private static <T> boolean write(FieldVector vector, @Nullable Object[] values, Class<T> kind, Put<T> put) {
        for (int row = 0; row < values.length; row++) {
            Object value = values[row];
            if (value == null) {
                vector.setNull(row);
            } else if (value.getClass() == kind) {
                put.put(row, kind.cast(value));
            } else {
                return false;
            }
        }
        return true;
    }
}
