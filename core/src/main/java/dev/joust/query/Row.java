// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.schema.Names;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of an answer: values by column name, in the order of the columns.
 *
 * <p>A value is a {@code Boolean}, {@code Integer} (up to 32 bits), {@code Long} (also {@code uint32} and
 * {@code uint64}, the latter with the same bits), {@code Float}, {@code Double}, {@code String}, {@code byte[]},
 * {@code float[]} or {@code double[]} (a vector), {@code List}, {@code Map} (a struct, in the order of its fields), a
 * type of {@code java.time}, {@code BigDecimal}, or null. Arrays are not copied: do not change them.
 *
 * <p>The typed accessors throw {@link NotFoundException} for a column that does not exist, naming the nearest ones, and
 * {@link InvalidRequestException} for a value that is NULL or of another type; {@link #value} and {@link #isNull} are
 * for columns that may be NULL.
 *
 * <p>Rows are equal if they have the same columns in the same order and equal values; arrays compare by content.
 */
public final class Row {
    private final Header header;
    private final @Nullable Object[] values;

    private Row(Header header, @Nullable Object[] values) {
        this.header = header;
        this.values = values;
    }

    /** Returns the columns that many rows have in common. */
    public static Header header(List<String> names) {
        return new Header(names);
    }

    /** Returns a single row with the columns and values of a map, in its order. */
    public static Row of(Map<String, ? extends @Nullable Object> values) {
        return header(List.copyOf(values.keySet())).row(values.values().toArray());
    }

    /** The names of the columns, in order. */
    public List<String> names() {
        return header.names;
    }

    /** Whether there is a column of this name. */
    public boolean has(String name) {
        return header.positions.containsKey(name);
    }

    /** Whether the value is NULL. */
    public boolean isNull(String name) {
        return value(name) == null;
    }

    /** Returns the value, null where it is NULL. */
    public @Nullable Object value(String name) {
        return values[header.position(name)];
    }

    /** Returns the value of a {@code bool} column. */
    public boolean bool(String name) {
        return value(name, Boolean.class, "bool");
    }

    /** Returns the value of a column of whole numbers that fits an {@code int}. */
    public int intValue(String name) {
        long value = longValue(name);
        if (value != (int) value) {
            throw new InvalidRequestException(
                    "Cannot read column '" + name + "' as an int: the value is " + value + "; use longValue");
        }
        return (int) value;
    }

    /** Returns the value of a column of whole numbers. */
    public long longValue(String name) {
        Object value = requireValue(name, "long");
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw wrongType(name, "long", value);
    }

    /** Returns the value of a column of numbers, rounded to a {@code float}. */
    public float floatValue(String name) {
        return value(name, Number.class, "float").floatValue();
    }

    /** Returns the value of a column of numbers, rounded to a {@code double}. */
    public double doubleValue(String name) {
        return value(name, Number.class, "double").doubleValue();
    }

    /** Returns the value of a column of text. */
    public String string(String name) {
        return value(name, String.class, "String");
    }

    /** Returns the value of a column of bytes, not copied. */
    public byte[] bytes(String name) {
        return value(name, byte[].class, "byte[]");
    }

    /** Returns the value of a column of {@code float32} or {@code float16} vectors, not copied. */
    public float[] vector(String name) {
        return value(name, float[].class, "float[]");
    }

    /** Returns the value of a column of lists; its elements may be null. */
    public List<?> list(String name) {
        return value(name, List.class, "List");
    }

    /** Returns the value of a struct column by the names of its fields; values may be null. */
    @SuppressWarnings("unchecked") // the keys are names of fields
    public Map<String, ?> struct(String name) {
        return value(name, Map.class, "Map");
    }

    /**
     * Returns the value as the given type, such as {@code java.time.Instant}.
     *
     * @throws InvalidRequestException if it is NULL or of another type
     */
    public <T> T value(String name, Class<T> type) {
        return value(name, type, type.getSimpleName());
    }

    /** Returns the names and values in the order of the columns; values may be null. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            map.put(header.names.get(i), values[i]);
        }
        return Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row
                && header.names.equals(row.header.names)
                && Contents.equal(Arrays.asList(values), Arrays.asList(row.values));
    }

    @Override
    public int hashCode() {
        return 31 * header.names.hashCode() + Contents.hash(Arrays.asList(values));
    }

    /** Names and values; bytes as {@code <72913 bytes>}, long vectors by their first numbers and their length. */
    @Override
    public String toString() {
        return Contents.text(toMap());
    }

    private <T> T value(String name, Class<T> type, String shown) {
        Object value = requireValue(name, shown);
        if (!type.isInstance(value)) {
            throw wrongType(name, shown, value);
        }
        return type.cast(value);
    }

    private Object requireValue(String name, String shown) {
        Object value = value(name);
        if (value == null) {
            throw new InvalidRequestException("Cannot read column '" + name + "' as " + article(shown)
                    + ": the value is NULL; ask isNull first, or use value");
        }
        return value;
    }

    private static InvalidRequestException wrongType(String name, String shown, Object value) {
        return new InvalidRequestException("Cannot read column '" + name + "' as " + article(shown) + ": the value is "
                + article(Contents.typeName(value)) + "; use the accessor for that type, or value");
    }

    private static String article(String noun) {
        return ("AEIOUaeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    /** The columns that the rows of one answer have in common. */
    public static final class Header {
        private final List<String> names;
        private final Map<String, Integer> positions = new HashMap<>();

        private Header(List<String> names) {
            this.names = List.copyOf(names);
            for (int i = 0; i < names.size(); i++) {
                if (positions.put(names.get(i), i) != null) {
                    throw new IllegalArgumentException("names must be distinct but '" + names.get(i) + "' is twice");
                }
            }
        }

        /** The names of the columns, in order. */
        public List<String> names() {
            return names;
        }

        /** Returns a row with one value for each column, in their order. */
        public Row row(@Nullable Object... values) {
            requireNonNull(values, "values");
            if (values.length != names.size()) {
                throw new IllegalArgumentException(
                        "values must have one value for each of " + names.size() + " columns but has " + values.length);
            }
            return new Row(this, values.clone());
        }

        private int position(String name) {
            Integer position = positions.get(requireNonNull(name, "name"));
            if (position == null) {
                throw new NotFoundException(
                        "Cannot read the row: " + Names.noColumn(name, names),
                        "column",
                        name,
                        Names.nearest(name, names));
            }
            return position;
        }
    }
}
