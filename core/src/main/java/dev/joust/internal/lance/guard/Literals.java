// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import dev.joust.error.InvalidRequestException;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Values in SQL, as what a column holds.
 *
 * <p>Lance 7.0.0 compares some literals wrongly in silence, such as a whole number with a decimal column; so all but
 * the plainest values are written with their Arrow type.
 *
 * @param column the column's name, for messages
 * @param what what cannot be done with a wrong value
 */
record Literals(String column, ColumnType type, String what) {
    private static final BigInteger MAX_UINT64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final int MAX_FLOAT16 = 65_504;

    /** A value of a column. */
    String of(Object value) {
        if (type instanceof ColumnType.DictionaryOf dictionary) {
            return new Literals(column, dictionary.value(), what).of(value);
        } else if (type instanceof ColumnType.Bool && value instanceof Boolean) {
            return value.toString();
        } else if (type instanceof ColumnType.Int whole && value instanceof Number number) {
            return whole(whole, exact(number));
        } else if (type instanceof ColumnType.Floating floating && value instanceof Number number) {
            return floating(floating, number);
        } else if (type instanceof ColumnType.Decimal decimal && value instanceof Number number) {
            return decimal(decimal, exact(number));
        } else if (isText(type) && value instanceof String text) {
            return text(text);
        } else if (isBytes(type) && value instanceof ByteBuffer bytes) {
            return bytes(bytes);
        }
        return TimeLiterals.of(type, value, this).orElseThrow(() -> wrongType(value));
    }

    static boolean isText(ColumnType type) {
        return type instanceof ColumnType.Utf8
                || type instanceof ColumnType.LargeUtf8
                || (type instanceof ColumnType.DictionaryOf dictionary && isText(dictionary.value()));
    }

    private static boolean isBytes(ColumnType type) {
        return type instanceof ColumnType.Binary
                || type instanceof ColumnType.LargeBinary
                || type instanceof ColumnType.FixedBinary;
    }

    /** Whether it is the zero of a floating-point column, of which there are two. */
    boolean isZero(Object value) {
        return type instanceof ColumnType.Floating && value instanceof Number number && number.doubleValue() == 0;
    }

    /** A value of a parameter, whose column is not known. */
    static String untyped(Object value) {
        if (value instanceof Boolean || (value instanceof Long && !value.equals(Long.MIN_VALUE))) {
            return value.toString();
        } else if (value instanceof Long) {
            return "arrow_cast('" + value + "', 'Int64')";
        } else if (value instanceof BigInteger integer) {
            return integer.bitLength() < Long.SIZE
                    ? untyped(integer.longValueExact())
                    : "arrow_cast('" + integer + "', 'UInt64')";
        } else if (value instanceof Float || value instanceof Double) {
            return number(((Number) value).doubleValue());
        } else if (value instanceof BigDecimal decimal) {
            int scale = Math.max(0, decimal.scale());
            BigDecimal plain = decimal.setScale(scale, RoundingMode.UNNECESSARY);
            return decimal(plain, Math.max(plain.precision(), scale), scale);
        } else if (value instanceof String text) {
            return text(text);
        } else if (value instanceof ByteBuffer bytes) {
            return bytes(bytes);
        }
        return TimeLiterals.untyped(value);
    }

    /**
     * A text. Lance's binding cannot take characters of more than three bytes, nor NUL, in a filter, so that they are
     * given as bytes.
     */
    static String text(String text) {
        boolean isPlain = text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c));
        return isPlain ? "'" + text.replace("'", "''") + "'" : portable(text);
    }

    static String portable(String text) {
        return "arrow_cast(X'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "', 'Utf8')";
    }

    private static String bytes(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return "X'" + HexFormat.of().formatHex(copy) + "'";
    }

    private BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        } else if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        } else if (number instanceof Long) {
            return BigDecimal.valueOf(number.longValue());
        }
        if (!Double.isFinite(number.doubleValue())) {
            throw unfit(number, "give a finite number");
        }
        return new BigDecimal(number.toString());
    }

    private String whole(ColumnType.Int whole, BigDecimal number) {
        BigInteger max = BigInteger.ONE
                .shiftLeft(whole.signed() ? whole.bits() - 1 : whole.bits())
                .subtract(BigInteger.ONE);
        BigInteger min = whole.signed() ? max.negate().subtract(BigInteger.ONE) : BigInteger.ZERO;
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.scale() > 0) {
            throw unfit(number, "give a whole number");
        }
        // The number of digits first: a huge exponent would take all memory.
        boolean isLong =
                stripped.precision() - stripped.scale() > MAX_UINT64.toString().length();
        if (isLong || number.compareTo(new BigDecimal(min)) < 0 || number.compareTo(new BigDecimal(max)) > 0) {
            throw unfit(number, "give a number from " + min + " to " + max);
        }
        BigInteger value = stripped.toBigIntegerExact();
        boolean isPlain = value.bitLength() < Long.SIZE && !value.equals(BigInteger.valueOf(Long.MIN_VALUE));
        return isPlain
                ? value.toString()
                : "arrow_cast('" + value + "', '" + (whole.signed() ? "Int64" : "UInt64") + "')";
    }

    private String floating(ColumnType.Floating floating, Number number) {
        double value = number.doubleValue();
        return switch (floating.bits()) {
            case 64 -> number(value);
            case 32 -> number((float) value);
            default -> {
                if (Double.isFinite(value) && Math.abs(value) > MAX_FLOAT16) {
                    throw unfit(number, "give a number from -" + MAX_FLOAT16 + " to " + MAX_FLOAT16);
                }
                yield "arrow_cast(" + number(value) + ", 'Float16')";
            }
        };
    }

    private static String number(double value) {
        if (Double.isFinite(value)) {
            return Double.toString(value);
        }
        return "arrow_cast('" + (Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf") + "', 'Float64')";
    }

    private String decimal(ColumnType.Decimal decimal, BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        boolean isTooLong = (long) stripped.precision() - stripped.scale() > decimal.precision() - decimal.scale();
        if (stripped.scale() > decimal.scale() || (isTooLong && stripped.signum() != 0)) {
            throw unfit(
                    number,
                    "give a number of at most " + (decimal.precision() - decimal.scale())
                            + " digits before the point and " + decimal.scale() + " after it");
        }
        return "arrow_cast('"
                + stripped.setScale(Math.max(0, stripped.scale()), RoundingMode.UNNECESSARY)
                        .toPlainString()
                + "', '" + (decimal.bits() == 128 ? "Decimal128(" : "Decimal256(") + decimal.precision() + ", "
                + decimal.scale() + ")')";
    }

    private static String decimal(BigDecimal number, int precision, int scale) {
        return "arrow_cast('" + number.toPlainString() + "', '" + (precision > 38 ? "Decimal256(" : "Decimal128(")
                + Math.max(1, precision) + ", " + scale + ")')";
    }

    InvalidRequestException unfit(Object value, String advice) {
        return SqlText.wrong(
                what, "column '" + column + "' is " + type + ", which " + shown(value) + " does not fit", advice);
    }

    private InvalidRequestException wrongType(Object value) {
        return SqlText.wrong(
                what,
                "column '" + column + "' is " + type + " and cannot be compared with " + shown(value) + ", "
                        + kind(value),
                Accepted.of(type));
    }

    static String shown(Object value) {
        if (value instanceof String text) {
            return "'" + Names.shown(text) + "'";
        }
        return value instanceof ByteBuffer bytes
                ? bytes.remaining() + (bytes.remaining() == 1 ? " byte" : " bytes")
                : Names.shown(value.toString());
    }

    private static String kind(Object value) {
        if (value instanceof String) {
            return "a text";
        } else if (value instanceof Boolean) {
            return "a boolean";
        } else if (value instanceof Number) {
            return "a number";
        } else if (value instanceof ByteBuffer) {
            return "a value of bytes";
        }
        return "a value of " + value.getClass().getSimpleName();
    }
}
