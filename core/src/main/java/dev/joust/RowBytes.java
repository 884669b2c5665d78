// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.query.Query;
import dev.joust.query.QueryEngine;
import dev.joust.query.Row;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/** Reads the bytes of single rows. */
final class RowBytes {
    private RowBytes() {}

    static SeekableByteChannel open(QueryEngine engine, String column, long rowId) {
        String what = "read column '" + column + "' of row " + rowId + " in table '" + engine.table() + "'";
        Row row = Query.of(engine).select(column).rowIds(List.of(rowId)).rows().get(0);
        Object value = row.value(column);
        if (value == null) {
            throw new NotFoundException(
                    "Cannot " + what + ": it is NULL; choose another row", "value", Long.toString(rowId), List.of());
        }
        if (!(value instanceof byte[] bytes)) {
            throw new InvalidRequestException("Cannot " + what + ": it is "
                    + value.getClass().getSimpleName() + ", not bytes; name a binary column");
        }
        return new ByteChannel(bytes);
    }
}
