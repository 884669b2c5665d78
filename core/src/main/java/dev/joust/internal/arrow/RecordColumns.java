// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import dev.joust.schema.RecordType;
import dev.joust.schema.TableSchema;
import java.util.List;

/** What can be said about a record class and its columns before the first row. */
final class RecordColumns {
    private RecordColumns() {}

    static void requireFit(RecordType<?> type, TableSchema schema) {
        List<String> columns = schema.names();
        List<String> components = type.schema().names();
        for (String name : components) {
            if (!columns.contains(name)) {
                throw new SchemaMismatchException("Cannot write records of '"
                        + type.recordClass().getName() + "': no column has the name '" + name
                        + "' of their component; the nearest are " + Names.quoted(Names.nearest(name, columns)));
            }
        }
        for (Column column : schema.columns()) {
            if (!column.nullable() && !components.contains(column.name())) {
                throw new SchemaMismatchException("Cannot write records of '"
                        + type.recordClass().getName() + "': they have no component for the column '" + column.name()
                        + "', which is NOT NULL; add the component");
            }
        }
    }

    /** Returns how many values of a column fit into so many bytes, at least one. */
    static int rowsWithin(Column column, long bytes) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / width(column.type())));
    }

    private static long width(ColumnType type) {
        if (type instanceof ColumnType.Vector vector) {
            return vector.dimension() * width(vector.element().type());
        } else if (type instanceof ColumnType.FixedBinary binary) {
            return binary.bytes();
        } else if (type instanceof ColumnType.Struct struct) {
            return Math.max(
                    1,
                    struct.fields().stream()
                            .mapToLong(field -> width(field.type()))
                            .sum());
        }
        return Long.BYTES;
    }
}
