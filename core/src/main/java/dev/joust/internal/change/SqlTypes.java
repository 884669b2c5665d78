// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import java.util.Locale;
import java.util.Optional;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Which values may be assigned to a column of another type, and what SQL calls that type.
 *
 * <p>Assigned is what loses nothing but the precision of a floating point number; a value that is too large for the
 * column fails when it is computed. Anything else needs a cast that the user writes.
 */
final class SqlTypes {
    private SqlTypes() {}

    /** Whether a value of one type may stand in a column of the other without a written cast. */
    static boolean isAssignable(Field from, Field to) {
        ArrowType source = from.getType();
        ArrowType target = to.getType();
        if (source instanceof ArrowType.Null
                || (source.equals(target) && from.getChildren().isEmpty())) {
            return true;
        } else if (isList(target)) {
            return isList(source)
                    && isAssignable(from.getChildren().get(0), to.getChildren().get(0));
        } else if (target instanceof ArrowType.Int) {
            return source instanceof ArrowType.Int;
        } else if (target instanceof ArrowType.FloatingPoint) {
            return source instanceof ArrowType.Int
                    || source instanceof ArrowType.FloatingPoint
                    || source instanceof ArrowType.Decimal;
        } else if (target instanceof ArrowType.Decimal) {
            return source instanceof ArrowType.Int || source instanceof ArrowType.Decimal;
        } else if (isText(target)) {
            return isText(source);
        } else if (isBinary(target)) {
            return isBinary(source);
        } else if (target instanceof ArrowType.Timestamp) {
            return source instanceof ArrowType.Timestamp || source instanceof ArrowType.Date || isText(source);
        }
        return (target instanceof ArrowType.Date || target instanceof ArrowType.Time) && isText(source);
    }

    private static boolean isList(ArrowType type) {
        return type instanceof ArrowType.List
                || type instanceof ArrowType.LargeList
                || type instanceof ArrowType.FixedSizeList;
    }

    private static boolean isText(ArrowType type) {
        return type instanceof ArrowType.Utf8
                || type instanceof ArrowType.LargeUtf8
                || type instanceof ArrowType.Utf8View;
    }

    private static boolean isBinary(ArrowType type) {
        return type instanceof ArrowType.Binary
                || type instanceof ArrowType.LargeBinary
                || type instanceof ArrowType.BinaryView
                || type instanceof ArrowType.FixedSizeBinary;
    }

    /** The type's name in {@code arrow_cast(x, 'name')}, or empty if there is none. */
    static Optional<String> castName(Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Bool) {
            return Optional.of("Boolean");
        } else if (type instanceof ArrowType.Int number) {
            return Optional.of((number.getIsSigned() ? "Int" : "UInt") + number.getBitWidth());
        } else if (type instanceof ArrowType.FloatingPoint number) {
            return Optional.of("Float" + bits(number.getPrecision()));
        } else if (type instanceof ArrowType.Decimal decimal) {
            return Optional.of(
                    "Decimal" + decimal.getBitWidth() + "(" + decimal.getPrecision() + ", " + decimal.getScale() + ")");
        } else if (type instanceof ArrowType.Utf8
                || type instanceof ArrowType.LargeUtf8
                || type instanceof ArrowType.Binary
                || type instanceof ArrowType.LargeBinary) {
            return Optional.of(type.getTypeID().name());
        } else if (type instanceof ArrowType.FixedSizeBinary binary) {
            return Optional.of("FixedSizeBinary(" + binary.getByteWidth() + ")");
        } else if (type instanceof ArrowType.FixedSizeList list) {
            return element(field).map(name -> "FixedSizeList(" + list.getListSize() + ", " + name + ")");
        } else if (type instanceof ArrowType.List || type instanceof ArrowType.LargeList) {
            return element(field).map(name -> type.getTypeID().name() + "(" + name + ")");
        }
        return timeName(type);
    }

    private static Optional<String> timeName(ArrowType type) {
        if (type instanceof ArrowType.Timestamp timestamp) {
            String zone = timestamp.getTimezone();
            String zoneName = zone == null || zone.isEmpty() ? "None" : "Some(\"" + zone + "\")";
            return Optional.of("Timestamp(" + unit(timestamp.getUnit()) + ", " + zoneName + ")");
        } else if (type instanceof ArrowType.Date date) {
            return Optional.of(date.getUnit() == DateUnit.DAY ? "Date32" : "Date64");
        } else if (type instanceof ArrowType.Time time) {
            return Optional.of("Time" + time.getBitWidth() + "(" + unit(time.getUnit()) + ")");
        }
        return Optional.empty();
    }

    private static Optional<String> element(Field list) {
        return castName(list.getChildren().get(0));
    }

    private static String unit(TimeUnit unit) {
        String name = unit.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static int bits(FloatingPointPrecision precision) {
        return switch (precision) {
            case HALF -> 16;
            case SINGLE -> 32;
            case DOUBLE -> 64;
        };
    }
}
