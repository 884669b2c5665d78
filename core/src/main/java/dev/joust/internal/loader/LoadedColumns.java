// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.loader.LoaderSpec;
import dev.joust.loader.LoaderSpec.Decoded;
import dev.joust.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The columns of a loader, checked against the table.
 *
 * @param shown those that are delivered, by the names that they are delivered under
 * @param boxes of these, those that are moved along with images
 * @param read those that are read
 */
record LoadedColumns(Map<String, String> shown, Set<String> boxes, List<String> read) {
    static LoadedColumns of(Snapshot snapshot, LoaderSpec spec) {
        String table = snapshot.table().name();
        TableSchema schema = snapshot.tableSchema();
        spec.filter().ifPresent(sql -> SqlText.filter(sql, schema.names(), "load table '" + table + "'"));
        Map<String, String> shown =
                spec.columns().isEmpty() ? undecoded(schema, spec.decoded()) : new LinkedHashMap<>(spec.columns());
        List<String> boxes = spec.decoded().map(Decoded::boxes).orElse(List.of());
        boxes.stream().filter(name -> !shown.containsValue(name)).forEach(name -> shown.put(name, name));
        shown.values().forEach(column -> LoaderChecks.requireColumn(table, schema, column));
        boxes.forEach(column -> LoaderChecks.requireBoxes(table, LoaderChecks.requireColumn(table, schema, column)));
        Set<String> read = new LinkedHashSet<>(shown.values());
        spec.decoded().ifPresent(decoded -> {
            LoaderChecks.requireBytes(table, LoaderChecks.requireColumn(table, schema, decoded.column()));
            read.add(decoded.column());
        });
        return new LoadedColumns(shown, Set.copyOf(boxes), new ArrayList<>(read));
    }

    private static Map<String, String> undecoded(TableSchema schema, Optional<Decoded> decoded) {
        Map<String, String> columns = new LinkedHashMap<>();
        schema.names().stream()
                .filter(name -> decoded.stream().noneMatch(d -> d.column().equals(name)))
                .forEach(name -> columns.put(name, name));
        return columns;
    }
}
