// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import dev.joust.feature.InputType;
import dev.joust.internal.arrow.CellReader;
import dev.joust.internal.arrow.CellReaders;
import dev.joust.schema.ColumnType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
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
        if (type instanceof ColumnType.Int && vector instanceof BigIntVector) {
            LongBuffer numbers = data(vector, values.length, Long.BYTES).asLongBuffer();
            return write(vector, values, Long.class, numbers::put);
        } else if (type instanceof ColumnType.Int && vector instanceof IntVector) {
            IntBuffer numbers = data(vector, values.length, Integer.BYTES).asIntBuffer();
            return write(vector, values, Integer.class, numbers::put);
        } else if (type instanceof ColumnType.Floating && vector instanceof Float4Vector) {
            FloatBuffer numbers = data(vector, values.length, Float.BYTES).asFloatBuffer();
            return write(vector, values, Float.class, numbers::put);
        } else if (type instanceof ColumnType.Floating && vector instanceof Float8Vector) {
            DoubleBuffer numbers = data(vector, values.length, Double.BYTES).asDoubleBuffer();
            return write(vector, values, Double.class, numbers::put);
        } else if (type instanceof ColumnType.Bool && vector instanceof BitVector bits) {
            return write(vector, values, Boolean.class, (row, bit) -> bits.set(row, bit ? 1 : 0));
        }
        return false;
    }

    /** The values of a vector as memory without a check of each access, as Java lays numbers out. */
    private static ByteBuffer data(FieldVector vector, int rows, int valueBytes) {
        return vector.getDataBuffer()
                .nioBuffer(0, Math.multiplyExact(rows, valueBytes))
                .order(ByteOrder.nativeOrder());
    }

    private static <T> boolean write(FieldVector vector, @Nullable Object[] values, Class<T> kind, Put<T> put) {
        vector.getValidityBuffer().setOne(0, (values.length + 7L) / Byte.SIZE);
        for (int row = 0; row < values.length; row++) {
            Object value = values[row];
            if (value == null) {
                BitVectorHelper.unsetBit(vector.getValidityBuffer(), row);
            } else if (value.getClass() == kind) {
                put.put(row, kind.cast(value));
            } else {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the reader of an input, which gives values as its function wants to see them.
     *
     * @param rows how many values will be read: many are worth a copy of them all
     */
    static CellReader reader(FieldVector vector, InputType<?> type, int rows) {
        if (type == InputType.LONG && vector instanceof BigIntVector numbers) {
            if (2 * rows >= numbers.getValueCount()) {
                return copied(numbers);
            }
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

    private static CellReader copied(BigIntVector vector) {
        long[] numbers = new long[vector.getValueCount()];
        data(vector, numbers.length, Long.BYTES).asLongBuffer().get(numbers);
        return vector.getNullCount() == 0
                ? row -> numbers[row]
                : row -> vector.isNull(row) ? null : (Object) numbers[row];
    }
}
