// SPDX-License-Identifier: Apache-2.0
package dev.joust.filter;

import static java.util.Objects.requireNonNull;

import dev.joust.filter.Filter.Comparison;
import dev.joust.filter.Filter.State;
import dev.joust.filter.Filter.TextMatch;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A column about which a {@link Filter} says something.
 *
 * <p>Values are of these classes: {@code Boolean}; {@code Byte, Short, Integer, Long, BigInteger, Float, Double,
 * BigDecimal}; {@code CharSequence, Character, UUID} and enum constants as text; {@code byte[]} and {@code ByteBuffer};
 * {@code Instant, OffsetDateTime, ZonedDateTime} for points on the time line; {@code LocalDateTime, LocalDate,
 * LocalTime}. Null is none of them: ask {@link #isNull}. Floating-point values are rounded to the precision of the
 * column; NaN equals itself and is larger than every number, and both zeros are the same.
 *
 * <p>Methods throw {@link IllegalArgumentException} if a value is null or of another class.
 */
public final class FilterColumn {
    private final String name;

    FilterColumn(String name) {
        this.name = requireNonNull(name, "name");
    }

    /** The value is this one. */
    public Filter eq(Object value) {
        return new Filter.Compared(name, Comparison.EQUAL, value);
    }

    /** The value is another one. */
    public Filter ne(Object value) {
        return new Filter.Compared(name, Comparison.NOT_EQUAL, value);
    }

    /** The value is smaller. */
    public Filter lt(Object value) {
        return new Filter.Compared(name, Comparison.LESS, value);
    }

    /** The value is smaller or the same. */
    public Filter le(Object value) {
        return new Filter.Compared(name, Comparison.AT_MOST, value);
    }

    /** The value is larger. */
    public Filter gt(Object value) {
        return new Filter.Compared(name, Comparison.GREATER, value);
    }

    /** The value is larger or the same. */
    public Filter ge(Object value) {
        return new Filter.Compared(name, Comparison.AT_LEAST, value);
    }

    /** The value is in this range, both ends included. */
    public Filter between(Object low, Object high) {
        return ge(low).and(le(high));
    }

    /** The value is one of these; false if there are none. */
    public Filter in(Collection<?> values) {
        return new Filter.OneOf(name, List.copyOf(values));
    }

    /** The value is one of these; false if there are none. */
    public Filter in(Object... values) {
        return new Filter.OneOf(name, Arrays.asList(values));
    }

    /**
     * The whole text fits this pattern, case included.
     *
     * @param pattern {@code %} stands for any text, {@code _} for any character, and a backslash before one of these,
     *     or before a backslash, for that character itself
     */
    public Filter like(String pattern) {
        return new Filter.Matched(name, TextMatch.LIKE, pattern);
    }

    /** The text starts with this one, letter by letter. */
    public Filter startsWith(String text) {
        return new Filter.Matched(name, TextMatch.STARTS_WITH, text);
    }

    /** The text ends with this one, letter by letter. */
    public Filter endsWith(String text) {
        return new Filter.Matched(name, TextMatch.ENDS_WITH, text);
    }

    /** This text stands somewhere in it, letter by letter. */
    public Filter contains(String text) {
        return new Filter.Matched(name, TextMatch.CONTAINS, text);
    }

    /** The list has this value among its elements. */
    public Filter has(Object value) {
        return new Filter.Has(name, value);
    }

    /** There is no value. */
    public Filter isNull() {
        return new Filter.Is(name, State.NULL);
    }

    /** There is a value. */
    public Filter isNotNull() {
        return new Filter.Is(name, State.NOT_NULL);
    }

    /** The value is true; its contrary holds for false and NULL. */
    public Filter isTrue() {
        return new Filter.Is(name, State.TRUE);
    }

    /** The value is false; its contrary holds for true and NULL. */
    public Filter isFalse() {
        return new Filter.Is(name, State.FALSE);
    }
}
