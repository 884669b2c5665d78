// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.internal.arrow.CellWriters.ValueWriter;
import dev.joust.schema.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;

/** Writers of whole, floating-point and decimal numbers. */
final class NumberWriters {
    /** The largest finite {@code float16}. */
    static final float MAX_HALF = 65_504f;

    private static final String GIVE_WHOLE = "give a whole number, or use a column of another type";
    private static final String GIVE_NUMBER = "give a number";

    private NumberWriters() {}

    static ValueWriter of(ColumnType type, FieldVector vector, String path) {
        if (type instanceof ColumnType.Int whole) {
            return integers(whole, (BaseIntVector) vector, path);
        } else if (vector instanceof Float4Vector floats) {
            return (index, value) -> {
                floats.setSafe(index, toFloat(path, type, value));
                return Float.BYTES;
            };
        } else if (vector instanceof Float2Vector halves) {
            return (index, value) -> {
                float number = toFloat(path, type, value);
                if (Float.isFinite(number) && Math.abs(number) > MAX_HALF) {
                    throw CellProblem.doesNotFit(path, type, value, "use a float32 column");
                }
                halves.setSafeWithPossibleTruncate(index, number);
                return Short.BYTES;
            };
        }
        Float8Vector doubles = (Float8Vector) vector;
        return (index, value) -> {
            doubles.setSafe(index, toDouble(path, type, value));
            return Double.BYTES;
        };
    }

    private static ValueWriter integers(ColumnType.Int type, BaseIntVector vector, String path) {
        long max = type.bits() == 64 ? Long.MAX_VALUE : (1L << (type.signed() ? type.bits() - 1 : type.bits())) - 1;
        long min = type.signed() ? -max - 1 : 0;
        int bytes = type.bits() / Byte.SIZE;
        return (index, value) -> {
            long number = toLong(path, type, value);
            if (number < min || number > max) {
                throw CellProblem.doesNotFit(
                        path, type, value, "give a number from " + min + " to " + max + ", or use a wider column");
            }
            vector.setWithPossibleTruncate(index, number);
            return bytes;
        };
    }

    static ValueWriter decimal(ColumnType.Decimal type, FieldVector vector, String path) {
        return (index, value) -> {
            BigDecimal number = toDecimal(path, type, value);
            if (vector instanceof DecimalVector decimals) {
                decimals.setSafe(index, number);
            } else {
                ((Decimal256Vector) vector).setSafe(index, number);
            }
            return type.bits() / Byte.SIZE;
        };
    }

    private static long toLong(String path, ColumnType type, Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        } else if (value instanceof BigInteger number) {
            if (number.bitLength() < Long.SIZE) {
                return number.longValue();
            }
            throw CellProblem.doesNotFit(path, type, value, "use a column of another type");
        }
        throw CellProblem.wrongType(path, type, value, GIVE_WHOLE);
    }

    static float toFloat(String path, ColumnType type, Object value) {
        if (value instanceof Float number) {
            return number;
        } else if (value instanceof Double number) {
            float rounded = number.floatValue();
            if (Float.isInfinite(rounded) && !number.isInfinite()) {
                throw CellProblem.doesNotFit(path, type, value, "use a float64 column");
            }
            return rounded;
        }
        long whole = toWhole(path, type, value);
        float number = whole;
        if ((long) number != whole || whole == Long.MAX_VALUE) {
            throw CellProblem.doesNotFit(path, type, value, "use an int64 or float64 column");
        }
        return number;
    }

    static double toDouble(String path, ColumnType type, Object value) {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        long whole = toWhole(path, type, value);
        double number = whole;
        if ((long) number != whole || whole == Long.MAX_VALUE) {
            throw CellProblem.doesNotFit(path, type, value, "use an int64 column");
        }
        return number;
    }

    private static long toWhole(String path, ColumnType type, Object value) {
        if (value instanceof Number) {
            return toLong(path, type, value);
        }
        throw CellProblem.wrongType(path, type, value, GIVE_NUMBER);
    }

    private static BigDecimal toDecimal(String path, ColumnType.Decimal type, Object value) {
        BigDecimal number =
                value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(toWhole(path, type, value));
        BigDecimal scaled;
        try {
            scaled = number.setScale(type.scale(), RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw CellProblem.doesNotFit(path, type, value, "round it to " + type.scale() + " digits after the point");
        }
        if (scaled.precision() > type.precision()) {
            throw CellProblem.doesNotFit(path, type, value, "use a column with more digits");
        }
        return scaled;
    }
}
