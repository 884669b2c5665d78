// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.schema.ColumnType;

/**
 * Which numbers a type can hold. A fraction may be rounded to the precision of a floating type, but must not become
 * infinite.
 */
final class CastRange {
    /** From here on, a number becomes infinite in 16 bits. */
    private static final double TOO_LARGE_FOR_HALF = 65_520;

    private CastRange() {}

    static boolean fits(Number value, ColumnType type) {
        if (type instanceof ColumnType.Int number) {
            return fits(value.longValue(), number);
        }
        int bits = ((ColumnType.Floating) type).bits();
        double fraction = value.doubleValue();
        boolean isTooLarge = bits == Short.SIZE
                ? Math.abs(fraction) >= TOO_LARGE_FOR_HALF
                : bits == Float.SIZE && Float.isInfinite((float) fraction);
        return !isTooLarge || Double.isInfinite(fraction);
    }

    private static boolean fits(long value, ColumnType.Int type) {
        int bits = type.bits() - (type.signed() ? 1 : 0);
        long most = bits >= Long.SIZE - 1 ? Long.MAX_VALUE : (1L << bits) - 1;
        return value <= most && value >= (type.signed() ? -most - 1 : 0);
    }
}
