// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import dev.joust.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * How the columns of new tables are stored.
 *
 * <p>Large binary columns hold images and the like, which are compressed already: they are stored as they are. The
 * figures behind it are in {@code docs/benchmarks.md}.
 */
final class StoredColumns {
    private static final String COMPRESSION = "lance-encoding:compression";

    private static final String KEY = "lance-schema:unenforced-primary-key";

    private StoredColumns() {}

    /** The schema with a key, which is a declaration that Lance and LanceDB read; nothing enforces it. */
    static TableSchema keyed(TableSchema schema, List<String> key) {
        List<Column> columns = new ArrayList<>();
        for (Column column : schema.columns()) {
            int position = key.indexOf(column.name()) + 1;
            Column stored = position == 0 ? column : column.withMetadata(KEY, "true");
            columns.add(
                    position == 0 || key.size() == 1
                            ? stored
                            : stored.withMetadata(KEY + ":position", Integer.toString(position)));
        }
        return new TableSchema(columns, schema.metadata());
    }

    /**
     * The schema with the storage settings that it leaves open.
     *
     * @throws dev.joust.error.InvalidRequestException if a column cannot have its name
     */
    static TableSchema encoded(TableSchema schema) {
        requireNames(schema.columns());
        return new TableSchema(
                schema.columns().stream()
                        .map(column -> column.type() instanceof ColumnType.LargeBinary
                                        && !column.metadata().containsKey(COMPRESSION)
                                ? column.withMetadata(COMPRESSION, "none")
                                : column)
                        .toList(),
                schema.metadata());
    }

    private static void requireNames(List<Column> columns) {
        for (Column column : columns) {
            Names.requireColumnName(column.name());
            requireNames(column.type().children());
        }
    }
}
