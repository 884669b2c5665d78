// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.schema.ColumnType;
import dev.joust.schema.TableSchema;

/**
 * How the columns of new tables are stored.
 *
 * <p>Large binary columns hold images and the like, which are compressed already: they are stored as they are. The
 * figures behind it are in {@code docs/benchmarks.md}.
 */
final class StoredColumns {
    private static final String COMPRESSION = "lance-encoding:compression";

    private StoredColumns() {}

    /** The schema with the storage settings that it leaves open. */
    static TableSchema encoded(TableSchema schema) {
        return new TableSchema(
                schema.columns().stream()
                        .map(column -> column.type() instanceof ColumnType.LargeBinary
                                        && !column.metadata().containsKey(COMPRESSION)
                                ? column.withMetadata(COMPRESSION, "none")
                                : column)
                        .toList(),
                schema.metadata());
    }
}
