// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how Java objects become the values of a vector, once per vector.
 *
 * <p>Conversions are lenient where nothing is lost: a whole number goes into any numeric column that it fits, text
 * takes any {@code CharSequence}, enum or {@code UUID}, a struct takes a map or a record, a list any collection or
 * array, and an {@code Optional} counts as what it holds. A {@code double} is rounded to {@code float32} and
 * {@code float16}, and times are cut to the unit of the column. What does not fit is a {@link CellProblem}.
 *
 * <p>Vectors of numbers hold finite numbers only; plain columns of numbers may hold NaN and infinities.
 */
public final class CellWriters {
    private CellWriters() {}

    /** Writes a value that is not null. */
    @FunctionalInterface
    interface ValueWriter {
        long write(int index, Object value);
    }

    /**
     * Returns the writer of a vector.
     *
     * @param column the column that the vector was made for
     * @throws SchemaMismatchException if it has a type that Joust only reads
     */
    public static CellWriter of(Column column, FieldVector vector) {
        return of(column, vector, column.name());
    }

    static CellWriter of(Column column, FieldVector vector, String path) {
        if (column.type() instanceof ColumnType.NullType type) {
            return (index, value) -> nothing(path, type, value);
        }
        ValueWriter values = values(column, vector, path);
        long nullBytes = vector instanceof FixedSizeListVector list ? 4L * list.getListSize() : 1;
        boolean nullable = column.nullable();
        return (index, value) -> {
            Object present = present(value);
            if (present != null) {
                return values.write(index, present);
            }
            if (!nullable) {
                throw new CellProblem(path, "the value is null, the column is NOT NULL; give a value to every row");
            }
            vector.setNull(index);
            return nullBytes;
        };
    }

    static @Nullable Object present(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? optional.get() : null;
        } else if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        } else if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        } else if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        return value;
    }

    private static long nothing(String path, ColumnType type, @Nullable Object value) {
        Object present = present(value);
        if (present != null) {
            throw CellProblem.wrongType(path, type, present, "leave it out, or give the column a type");
        }
        return 0;
    }

    private static ValueWriter values(Column column, FieldVector vector, String path) {
        ColumnType type = column.type();
        if (type instanceof ColumnType.Bool && vector instanceof BitVector bits) {
            return (index, value) -> bool(path, type, bits, index, value);
        } else if (type instanceof ColumnType.Int || type instanceof ColumnType.Floating) {
            return NumberWriters.of(type, vector, path);
        } else if (type instanceof ColumnType.Decimal decimal) {
            return NumberWriters.decimal(decimal, vector, path);
        } else if (type instanceof ColumnType.Utf8 || type instanceof ColumnType.LargeUtf8) {
            ValueWriter bytes = bytes(vector, path);
            return (index, value) -> bytes.write(index, utf8(path, type, value));
        } else if (type instanceof ColumnType.Binary || type instanceof ColumnType.LargeBinary) {
            ValueWriter bytes = bytes(vector, path);
            return (index, value) -> bytes.write(index, binary(path, type, value));
        } else if (type instanceof ColumnType.FixedBinary fixed && vector instanceof FixedSizeBinaryVector bytes) {
            return (index, value) -> fixedBytes(path, fixed, bytes, index, value);
        } else if (type instanceof ColumnType.Timestamp
                || type instanceof ColumnType.ZonedTimestamp
                || type instanceof ColumnType.Date
                || type instanceof ColumnType.Time) {
            return TimeWriters.of(type, vector, path);
        } else if (!type.children().isEmpty() || type instanceof ColumnType.Struct) {
            return NestedWriters.of(type, vector, path);
        }
        throw readOnly(column);
    }

    private static SchemaMismatchException readOnly(Column column) {
        return new SchemaMismatchException("Cannot write the column '" + column.name() + "': its type " + column.type()
                + " is one that can only be read; leave the column out");
    }

    private static long bool(String path, ColumnType type, BitVector bits, int index, Object value) {
        if (!(value instanceof Boolean bool)) {
            throw CellProblem.wrongType(path, type, value, "give true or false");
        }
        bits.setSafe(index, bool ? 1 : 0);
        return 1;
    }

    private static byte[] utf8(String path, ColumnType type, Object value) {
        if (value instanceof CharSequence || value instanceof UUID) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        } else if (value instanceof Enum<?> constant) {
            return constant.name().getBytes(StandardCharsets.UTF_8);
        }
        throw CellProblem.wrongType(path, type, value, "give text");
    }

    private static byte[] binary(String path, ColumnType type, Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        throw CellProblem.wrongType(path, type, value, "give a byte[] or a ByteBuffer");
    }

    private static ValueWriter bytes(FieldVector vector, String path) {
        if (vector instanceof BaseLargeVariableWidthVector large) {
            return (index, value) -> {
                byte[] bytes = (byte[]) value;
                large.setSafe(index, bytes);
                return bytes.length + 9L;
            };
        }
        BaseVariableWidthVector small = (BaseVariableWidthVector) vector;
        return (index, value) -> {
            byte[] bytes = (byte[]) value;
            if (bytes.length > BatchLimits.MAX_BYTES) {
                throw new CellProblem(
                        path,
                        "the value has " + bytes.length + " bytes, a column of this type holds at most "
                                + BatchLimits.MAX_BYTES + " in one value; make it large_binary or large_utf8");
            }
            small.setSafe(index, bytes);
            return bytes.length + 5L;
        };
    }

    private static long fixedBytes(
            String path, ColumnType.FixedBinary type, FixedSizeBinaryVector vector, int index, Object value) {
        byte[] bytes = binary(path, type, value);
        if (bytes.length != type.bytes()) {
            throw new CellProblem(
                    path,
                    "the value has " + bytes.length + " bytes, the column holds " + type.bytes()
                            + "; give as many bytes as the column holds");
        }
        vector.setSafe(index, bytes);
        return bytes.length;
    }
}
