// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import dev.joust.schema.ColumnType;

/** Which values a column can be compared with, as advice. */
final class Accepted {
    private Accepted() {}

    static String of(ColumnType type) {
        if (type instanceof ColumnType.Bool) {
            return "give true or false";
        } else if (type instanceof ColumnType.Int) {
            return "give a whole number";
        } else if (type instanceof ColumnType.Floating || type instanceof ColumnType.Decimal) {
            return "give a number";
        } else if (Literals.isText(type)) {
            return "give a text";
        } else if (type instanceof ColumnType.Timestamp) {
            return "give a LocalDateTime";
        } else if (type instanceof ColumnType.ZonedTimestamp) {
            return "give an Instant";
        } else if (type instanceof ColumnType.Date) {
            return "give a LocalDate";
        } else if (type instanceof ColumnType.Time) {
            return "give a LocalTime";
        }
        boolean isBytes = type instanceof ColumnType.Binary
                || type instanceof ColumnType.LargeBinary
                || type instanceof ColumnType.FixedBinary;
        return isBytes ? "give bytes" : "ask whether it is NULL, or use SQL";
    }
}
