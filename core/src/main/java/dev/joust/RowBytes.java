// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.query.Query;
import dev.joust.query.QueryEngine;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.TableSchema;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/** Reads the bytes of single rows. */
final class RowBytes {
    private RowBytes() {}

    static SeekableByteChannel open(QueryEngine engine, TableSchema schema, String column, long rowId) {
        String what = "read column '" + column + "' of row " + rowId + " in table '" + engine.table() + "'";
        Query query = Query.of(engine).select(column).rowIds(List.of(rowId));
        schema.find(column).map(Column::type).filter(type -> !isBytes(type)).ifPresent(type -> {
            throw new InvalidRequestException(
                    "Cannot " + what + ": it is " + type + ", not bytes; name a binary column");
        });
        Object value = query.rows().get(0).value(column);
        if (!(value instanceof byte[] bytes)) {
            throw new NotFoundException(
                    "Cannot " + what + ": it is NULL; choose another row", "value", Long.toString(rowId), List.of());
        }
        return new ByteChannel(bytes);
    }

    private static boolean isBytes(ColumnType type) {
        return type instanceof ColumnType.Binary
                || type instanceof ColumnType.LargeBinary
                || type instanceof ColumnType.FixedBinary;
    }
}
