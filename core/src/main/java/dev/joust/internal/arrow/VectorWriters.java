// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.internal.arrow.CellWriters.ValueWriter;
import dev.joust.schema.ColumnType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.jspecify.annotations.Nullable;

/** Writers of lists of a fixed length; those of numbers are copied as one block and must be finite. */
final class VectorWriters {
    private static final String ENCODER = "; compute it with the encoder that the column was made for";

    private VectorWriters() {}

    static ValueWriter of(ColumnType.Vector type, FixedSizeListVector vector, String path) {
        FieldVector data = vector.getDataVector();
        if (data instanceof Float4Vector floats) {
            return (index, value) -> {
                float[] numbers = floats(path, type, value);
                int start = define(vector, floats, index, type.dimension());
                bytes(floats, start, type.dimension()).asFloatBuffer().put(numbers);
                return (long) Float.BYTES * type.dimension();
            };
        } else if (data instanceof Float8Vector doubles) {
            return (index, value) -> {
                double[] numbers = doubles(path, type, value);
                int start = define(vector, doubles, index, type.dimension());
                bytes(doubles, start, type.dimension()).asDoubleBuffer().put(numbers);
                return (long) Double.BYTES * type.dimension();
            };
        } else if (data instanceof Float2Vector halves) {
            return (index, value) -> halves(path, type, vector, halves, index, value);
        }
        return elements(type, vector, path);
    }

    private static long halves(
            String path,
            ColumnType.Vector type,
            FixedSizeListVector vector,
            Float2Vector data,
            int index,
            Object value) {
        float[] numbers = floats(path, type, value);
        for (int i = 0; i < numbers.length; i++) {
            if (Math.abs(numbers[i]) > NumberWriters.MAX_HALF) {
                throw new CellProblem(
                        path,
                        "the vector holds " + numbers[i] + " at position " + i
                                + ", the column holds float16; scale the vector, or use a float32 column");
            }
        }
        int start = define(vector, data, index, type.dimension());
        for (int i = 0; i < numbers.length; i++) {
            data.setWithPossibleTruncate(start + i, numbers[i]);
        }
        return (long) Short.BYTES * type.dimension();
    }

    private static ValueWriter elements(ColumnType.Vector type, FixedSizeListVector vector, String path) {
        CellWriter elements = CellWriters.of(type.element(), vector.getDataVector(), path + "[]");
        return (index, value) -> {
            Collection<?> values = NestedWriters.elements(path, type, value);
            requireLength(path, type, values.size());
            int position = vector.startNewValue(index);
            long bytes = 0;
            for (Object item : values) {
                bytes += elements.write(position++, item);
            }
            return bytes;
        };
    }

    /** Makes room for one vector, marks it and its elements as present, and returns the position of the first. */
    private static int define(FixedSizeListVector vector, BaseFixedWidthVector data, int index, int dimension) {
        vector.setNotNull(index);
        int start = index * dimension;
        while (data.getValueCapacity() < start + dimension) {
            data.reAlloc();
        }
        Bits.set(data.getValidityBuffer(), start, dimension);
        return start;
    }

    private static ByteBuffer bytes(BaseFixedWidthVector data, int start, int dimension) {
        int width = data.getTypeWidth();
        return data.getDataBuffer()
                .nioBuffer((long) start * width, dimension * width)
                .order(ByteOrder.nativeOrder());
    }

    private static float[] floats(String path, ColumnType.Vector type, Object value) {
        float[] numbers;
        if (value instanceof float[] array) {
            requireLength(path, type, array.length);
            numbers = array;
        } else {
            Collection<?> values = NestedWriters.elements(path, type, value);
            requireLength(path, type, values.size());
            numbers = new float[values.size()];
            int i = 0;
            for (Object item : values) {
                numbers[i] = NumberWriters.toFloat(path, type, requireElement(path, item, i));
                i++;
            }
        }
        for (int i = 0; i < numbers.length; i++) {
            if (!Float.isFinite(numbers[i])) {
                throw notFinite(path, numbers[i], i);
            }
        }
        return numbers;
    }

    private static double[] doubles(String path, ColumnType.Vector type, Object value) {
        double[] numbers;
        if (value instanceof double[] array) {
            requireLength(path, type, array.length);
            numbers = array;
        } else {
            Collection<?> values = NestedWriters.elements(path, type, value);
            requireLength(path, type, values.size());
            numbers = new double[values.size()];
            int i = 0;
            for (Object item : values) {
                numbers[i] = NumberWriters.toDouble(path, type, requireElement(path, item, i));
                i++;
            }
        }
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                throw notFinite(path, numbers[i], i);
            }
        }
        return numbers;
    }

    private static void requireLength(String path, ColumnType.Vector type, int length) {
        if (length != type.dimension()) {
            throw new CellProblem(
                    path, "the vector has " + length + " values, the column holds " + type.dimension() + ENCODER);
        }
    }

    private static Object requireElement(String path, @Nullable Object item, int position) {
        if (item == null) {
            throw new CellProblem(
                    path, "the vector holds null at position " + position + "; leave the whole value null instead");
        }
        return item;
    }

    private static CellProblem notFinite(String path, Object number, int position) {
        return new CellProblem(
                path,
                "the vector holds " + number + " at position " + position
                        + ", vectors hold finite numbers only; leave the whole value null instead");
    }
}
