// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.commit;

import dev.joust.schema.ColumnType;
import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Types to cast columns to. Lance takes a type by what it says of itself, which must be its name in Rust; any other
 * name it overlooks without a word.
 */
final class CastTypes {
    private CastTypes() {}

    /** Empty for types that no column is cast to. */
    static Optional<ArrowType> of(ColumnType type) {
        if (type instanceof ColumnType.Vector vector) {
            String element = name(vector.element().type());
            return Optional.of(new ArrowType.FixedSizeList(vector.dimension()) {
                @Override
                public String toString() {
                    return "FixedSizeList(" + vector.dimension() + ", " + element + ")";
                }
            });
        } else if (type instanceof ColumnType.Int number) {
            return Optional.of(new ArrowType.Int(number.bits(), number.signed()) {
                @Override
                public String toString() {
                    return name(type);
                }
            });
        } else if (type instanceof ColumnType.Floating number) {
            return Optional.of(new ArrowType.FloatingPoint(precision(number.bits())) {
                @Override
                public String toString() {
                    return name(type);
                }
            });
        } else if (type instanceof ColumnType.Utf8) {
            return Optional.of(ArrowType.Utf8.INSTANCE);
        }
        return type instanceof ColumnType.LargeUtf8 ? Optional.of(ArrowType.LargeUtf8.INSTANCE) : Optional.empty();
    }

    private static FloatingPointPrecision precision(int bits) {
        return switch (bits) {
            case 16 -> FloatingPointPrecision.HALF;
            case 32 -> FloatingPointPrecision.SINGLE;
            default -> FloatingPointPrecision.DOUBLE;
        };
    }

    private static String name(ColumnType type) {
        if (type instanceof ColumnType.Int number) {
            return (number.signed() ? "Int" : "UInt") + number.bits();
        }
        return type instanceof ColumnType.Floating number ? "Float" + number.bits() : type.toString();
    }
}
