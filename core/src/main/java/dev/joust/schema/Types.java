// SPDX-License-Identifier: Apache-2.0
package dev.joust.schema;

import java.util.List;

/** The column types in everyday use. */
public final class Types {
    /** True or false. */
    public static final ColumnType BOOL = new ColumnType.Bool();
    /** A whole number in 8 bits. */
    public static final ColumnType INT8 = new ColumnType.Int(8, true);
    /** A whole number in 16 bits. */
    public static final ColumnType INT16 = new ColumnType.Int(16, true);
    /** A whole number in 32 bits. */
    public static final ColumnType INT32 = new ColumnType.Int(32, true);
    /** A whole number in 64 bits. */
    public static final ColumnType INT64 = new ColumnType.Int(64, true);
    /** A whole number from 0 to 255. */
    public static final ColumnType UINT8 = new ColumnType.Int(8, false);
    /** A whole number from 0 to 65,535. */
    public static final ColumnType UINT16 = new ColumnType.Int(16, false);
    /** A whole number from 0 to 4,294,967,295. */
    public static final ColumnType UINT32 = new ColumnType.Int(32, false);
    /** A whole number in 64 bits without sign, such as a row id. */
    public static final ColumnType UINT64 = new ColumnType.Int(64, false);
    /** A floating-point number in 16 bits. */
    public static final ColumnType FLOAT16 = new ColumnType.Floating(16);
    /** A floating-point number in 32 bits. */
    public static final ColumnType FLOAT32 = new ColumnType.Floating(32);
    /** A floating-point number in 64 bits. */
    public static final ColumnType FLOAT64 = new ColumnType.Floating(64);
    /** Text. */
    public static final ColumnType STRING = new ColumnType.Utf8();
    /** Text without a limit on the size of a batch. */
    public static final ColumnType LARGE_STRING = new ColumnType.LargeUtf8();
    /** Bytes. */
    public static final ColumnType BINARY = new ColumnType.Binary();
    /** Bytes without a limit on the size of a batch; right for images and video. */
    public static final ColumnType LARGE_BINARY = new ColumnType.LargeBinary();
    /** A date and time without time zone, in microseconds. */
    public static final ColumnType TIMESTAMP = new ColumnType.Timestamp(ColumnType.Unit.MICROSECOND);
    /** A point on the time line, in microseconds, shown in UTC. */
    public static final ColumnType INSTANT = new ColumnType.ZonedTimestamp(ColumnType.Unit.MICROSECOND, "UTC");
    /** A day of the calendar. */
    public static final ColumnType DATE = new ColumnType.Date(32);
    /** A time of day, in microseconds. */
    public static final ColumnType TIME = new ColumnType.Time(ColumnType.Unit.MICROSECOND);
    /** Nothing but NULL. */
    public static final ColumnType NULL = new ColumnType.NullType();

    /** The name that Arrow and Lance give to the element of a list. */
    static final String ELEMENT = "item";

    private Types() {}

    /** Returns the type of lists of any length whose elements may be null. */
    public static ColumnType listOf(ColumnType element) {
        return new ColumnType.ListOf(Column.of(ELEMENT, element));
    }

    /** Returns the type of {@code float32} vectors, such as embeddings. */
    public static ColumnType vector(int dimension) {
        return vector(FLOAT32, dimension);
    }

    /** Returns the type of vectors of the given element type, such as {@link #FLOAT16}. */
    public static ColumnType vector(ColumnType element, int dimension) {
        return new ColumnType.Vector(Column.of(ELEMENT, element), dimension);
    }

    /** Returns the type of values with the given parts. */
    public static ColumnType struct(Column... fields) {
        return new ColumnType.Struct(List.of(fields));
    }

    /** Returns the type of bytes that are always as many. */
    public static ColumnType fixedBinary(int bytes) {
        return new ColumnType.FixedBinary(bytes);
    }

    /** Returns the type of decimal numbers with {@code precision} digits, {@code scale} of them after the point. */
    public static ColumnType decimal(int precision, int scale) {
        return new ColumnType.Decimal(precision, scale, precision <= 38 ? 128 : 256);
    }
}
