// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import java.util.Map;
import java.util.TreeMap;

/**
 * The columns of a table that is a copy of others' rows: same names and types, and how they are stored, but nothing of
 * what their features or the source's view meant.
 */
final class CopiedColumns {
    private CopiedColumns() {}

    static TableSchema of(TableSchema source) {
        return new TableSchema(
                source.columns().stream().map(CopiedColumns::copied).toList(), Map.of());
    }

    private static Column copied(Column column) {
        Map<String, String> kept = new TreeMap<>();
        column.metadata().forEach((key, value) -> {
            if (key.startsWith("lance-encoding:compression") || key.startsWith("lance-schema:")) {
                kept.put(key, value);
            }
        });
        return column.withMetadata(kept);
    }
}
