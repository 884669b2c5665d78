// SPDX-License-Identifier: Apache-2.0
package dev.joust.schema;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The type of a column, or of what a list or struct holds.
 *
 * <p>{@link #toString()} gives the short name that users know from Arrow: {@code int32}, {@code list<utf8>},
 * {@code fixed_size_list<float32>[512]}, {@code timestamp[us, UTC]}.
 */
public sealed interface ColumnType {
    /** The columns inside this type, in order: the fields of a struct, the one element of a list; else empty. */
    default List<Column> children() {
        return List.of();
    }

    /** The short name that users know from Arrow. */
    @Override
    String toString();

    /** The precision of times. */
    enum Unit {
        /** Whole seconds. */
        SECOND("s"),
        /** Milliseconds. */
        MILLISECOND("ms"),
        /** Microseconds. */
        MICROSECOND("us"),
        /** Nanoseconds. */
        NANOSECOND("ns");

        private final String symbol;

        Unit(String symbol) {
            this.symbol = symbol;
        }

        /** The usual abbreviation, such as {@code us}. */
        public String symbol() {
            return symbol;
        }
    }

    /** True or false. */
    record Bool() implements ColumnType {
        @Override
        public String toString() {
            return "bool";
        }
    }

    /**
     * A whole number.
     *
     * @param bits 8, 16, 32 or 64
     */
    record Int(int bits, boolean signed) implements ColumnType {
        public Int {
            if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
                throw new IllegalArgumentException("bits must be 8, 16, 32 or 64 but was " + bits);
            }
        }

        @Override
        public String toString() {
            return (signed ? "int" : "uint") + bits;
        }
    }

    /**
     * A floating-point number after IEEE 754.
     *
     * @param bits 16, 32 or 64
     */
    record Floating(int bits) implements ColumnType {
        public Floating {
            if (bits != 16 && bits != 32 && bits != 64) {
                throw new IllegalArgumentException("bits must be 16, 32 or 64 but was " + bits);
            }
        }

        @Override
        public String toString() {
            return "float" + bits;
        }
    }

    /** Text, at most 2 GiB in one batch. */
    record Utf8() implements ColumnType {
        @Override
        public String toString() {
            return "utf8";
        }
    }

    /** Text without a limit on the size of a batch. */
    record LargeUtf8() implements ColumnType {
        @Override
        public String toString() {
            return "large_utf8";
        }
    }

    /** Bytes, at most 2 GiB in one batch. */
    record Binary() implements ColumnType {
        @Override
        public String toString() {
            return "binary";
        }
    }

    /** Bytes without a limit on the size of a batch. */
    record LargeBinary() implements ColumnType {
        @Override
        public String toString() {
            return "large_binary";
        }
    }

    /**
     * Bytes, always the same number of them.
     *
     * @param bytes how many
     */
    record FixedBinary(int bytes) implements ColumnType {
        public FixedBinary {
            if (bytes <= 0) {
                throw new IllegalArgumentException("bytes must be positive but was " + bytes);
            }
        }

        @Override
        public String toString() {
            return "fixed_size_binary[" + bytes + "]";
        }
    }

    /** A date and time on some clock on the wall, without a time zone. */
    record Timestamp(Unit unit) implements ColumnType {
        public Timestamp {
            requireNonNull(unit, "unit");
        }

        @Override
        public String toString() {
            return "timestamp[" + unit.symbol() + "]";
        }
    }

    /**
     * A point on the time line.
     *
     * @param zone the time zone in which to show it, such as {@code UTC}
     */
    record ZonedTimestamp(Unit unit, String zone) implements ColumnType {
        public ZonedTimestamp {
            requireNonNull(unit, "unit");
            if (zone.isEmpty()) {
                throw new IllegalArgumentException("zone must not be empty");
            }
        }

        @Override
        public String toString() {
            return "timestamp[" + unit.symbol() + ", " + zone + "]";
        }
    }

    /**
     * A day of the calendar.
     *
     * @param bits 32 (days) or 64 (milliseconds)
     */
    record Date(int bits) implements ColumnType {
        public Date {
            if (bits != 32 && bits != 64) {
                throw new IllegalArgumentException("bits must be 32 or 64 but was " + bits);
            }
        }

        @Override
        public String toString() {
            return "date" + bits;
        }
    }

    /** A time of day; seconds and milliseconds take 32 bits, finer units 64. */
    record Time(Unit unit) implements ColumnType {
        public Time {
            requireNonNull(unit, "unit");
        }

        /** How many bits one value takes: 32 or 64. */
        public int bits() {
            return unit == Unit.SECOND || unit == Unit.MILLISECOND ? 32 : 64;
        }

        @Override
        public String toString() {
            return "time" + bits() + "[" + unit.symbol() + "]";
        }
    }

    /**
     * A decimal number with a fixed number of digits.
     *
     * @param precision how many digits in all
     * @param scale how many of them follow the point
     * @param bits 128 (up to 38 digits) or 256 (up to 76 digits)
     */
    record Decimal(int precision, int scale, int bits) implements ColumnType {
        public Decimal {
            if (bits != 128 && bits != 256) {
                throw new IllegalArgumentException("bits must be 128 or 256 but was " + bits);
            }
            int most = bits == 128 ? 38 : 76;
            if (precision < 1 || precision > most) {
                throw new IllegalArgumentException("precision must be in 1 to " + most + " but was " + precision);
            }
        }

        @Override
        public String toString() {
            return "decimal" + bits + "(" + precision + "," + scale + ")";
        }
    }

    /** A list of any length. */
    record ListOf(Column element) implements ColumnType {
        public ListOf {
            requireNonNull(element, "element");
        }

        @Override
        public List<Column> children() {
            return List.of(element);
        }

        @Override
        public String toString() {
            return "list<" + element.type() + ">";
        }
    }

    /** A list of any length, without a limit on the elements in a batch. */
    record LargeListOf(Column element) implements ColumnType {
        public LargeListOf {
            requireNonNull(element, "element");
        }

        @Override
        public List<Column> children() {
            return List.of(element);
        }

        @Override
        public String toString() {
            return "large_list<" + element.type() + ">";
        }
    }

    /**
     * A list of a fixed length, such as an embedding.
     *
     * @param dimension how many elements each value has
     */
    record Vector(Column element, int dimension) implements ColumnType {
        public Vector {
            requireNonNull(element, "element");
            if (dimension <= 0) {
                throw new IllegalArgumentException("dimension must be positive but was " + dimension);
            }
        }

        @Override
        public List<Column> children() {
            return List.of(element);
        }

        @Override
        public String toString() {
            return "fixed_size_list<" + element.type() + ">[" + dimension + "]";
        }
    }

    /** A value with named parts. */
    record Struct(List<Column> fields) implements ColumnType {
        public Struct {
            fields = List.copyOf(fields);
            TableSchema.requireDistinct(fields);
        }

        @Override
        public List<Column> children() {
            return fields;
        }

        @Override
        public String toString() {
            return fields.stream()
                    .map(field -> field.name() + ":" + field.type())
                    .collect(Collectors.joining(",", "struct<", ">"));
        }
    }

    /** Values stored as indices into a dictionary, as others write them; Joust reads but does not write them. */
    record DictionaryOf(Int index, ColumnType value) implements ColumnType {
        public DictionaryOf {
            requireNonNull(index, "index");
            requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "dictionary<" + index + "," + value + ">";
        }
    }

    /** A column that holds nothing but NULL. */
    record NullType() implements ColumnType {
        @Override
        public String toString() {
            return "null";
        }
    }

    /**
     * A type that Joust neither writes nor interprets, in a table that somebody else made.
     *
     * @param name how Arrow calls it
     */
    record Other(String name) implements ColumnType {
        public Other {
            requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
