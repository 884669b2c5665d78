// SPDX-License-Identifier: Apache-2.0
package dev.joust.filter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values of filters, each brought to one of few classes: {@code Boolean, Long, BigInteger, Float, Double, BigDecimal,
 * String, ByteBuffer, Instant, LocalDateTime, LocalDate, LocalTime}.
 */
final class Values {
    private static final int MAX_DIGITS = 76;
    private static final int MAX_YEAR = 290_000;
    private static final long SECONDS_PER_YEAR = 31_556_952;

    private Values() {}

    /** Checks and copies values. */
    static List<Object> checked(String kind, List<? extends @Nullable Object> values) {
        List<Object> checked = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            checked.add(checked(kind + " " + (i + 1), values.get(i)));
        }
        return List.copyOf(checked);
    }

    /**
     * Checks and copies a value.
     *
     * @param kind what it is, for messages
     */
    static Object checked(String kind, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("Cannot make a filter: " + kind
                    + " is null, and nothing is equal to NULL in SQL; ask for IS NULL or isNull() instead");
        } else if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return ((Number) value).longValue();
        } else if (value instanceof CharSequence || value instanceof Character || value instanceof UUID) {
            return text(kind, value.toString());
        } else if (value instanceof Enum<?> constant) {
            return constant.name();
        } else if (value instanceof byte[] bytes) {
            return copy(ByteBuffer.wrap(bytes));
        } else if (value instanceof ByteBuffer bytes) {
            return copy(bytes);
        } else if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        } else if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        } else if (isPlain(value)) {
            requireBounded(kind, value);
            return value;
        }
        throw new IllegalArgumentException("Cannot make a filter: " + kind + " is of the class "
                + value.getClass().getName()
                + ", which no column holds; give a boolean, number, text, bytes, date or time");
    }

    private static boolean isPlain(Object value) {
        return value instanceof Boolean
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof Float
                || value instanceof Double
                || value instanceof BigDecimal
                || value instanceof Instant
                || value instanceof LocalDateTime
                || value instanceof LocalDate
                || value instanceof LocalTime;
    }

    /** What no column can hold would take all memory as SQL, or not be a number of microseconds. */
    private static void requireBounded(String kind, Object value) {
        boolean isLong = value instanceof BigDecimal decimal
                && (Math.abs((long) decimal.scale()) > MAX_DIGITS || decimal.precision() > 2 * MAX_DIGITS);
        boolean isLarge = value instanceof BigInteger integer && integer.bitLength() > Long.SIZE;
        if (isLong || isLarge) {
            throw new IllegalArgumentException(
                    "Cannot make a filter: " + kind + " has more digits than a column can hold"
                            + "; give a number of at most " + (isLong ? MAX_DIGITS + " digits" : "64 bits"));
        }
        boolean isFar = (value instanceof LocalDate day && isFar(day.getYear()))
                || (value instanceof LocalDateTime time && isFar(time.getYear()))
                || (value instanceof Instant instant
                        && Math.abs(instant.getEpochSecond()) / SECONDS_PER_YEAR > MAX_YEAR);
        if (isFar) {
            throw new IllegalArgumentException("Cannot make a filter: " + kind + " is " + value
                    + ", which no column can hold; give a time within " + MAX_YEAR + " years of 1970");
        }
    }

    private static boolean isFar(int year) {
        return Math.abs(year) > MAX_YEAR;
    }

    private static String text(String kind, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("Cannot make a filter: " + kind
                        + " is no valid text, half of a character stands at position " + i + "; give whole characters");
            }
        }
        return text;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return ByteBuffer.wrap(copy).asReadOnlyBuffer();
    }
}
