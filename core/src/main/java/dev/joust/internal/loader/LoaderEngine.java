// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.lance.version.Versions;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderSpec;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import dev.joust.schema.TableSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Opens loaders over one table. */
public final class LoaderEngine {
    private final LanceTable table;

    /** Opens loaders over this table. */
    public LoaderEngine(LanceTable table) {
        this.table = table;
    }

    /** Opens a loader, which the caller closes. Everything is checked before the first row is read. */
    public Loader open(LoaderSpec spec) {
        requireOwnRows(spec);
        OptionalLong version =
                spec.rows().isPresent() ? OptionalLong.of(spec.rows().get().version()) : spec.version();
        Snapshot snapshot = version.isPresent() ? Versions.open(table, version.getAsLong()) : table.latest();
        try {
            TableSchema schema = snapshot.tableSchema();
            spec.filter().ifPresent(sql -> SqlText.filter(sql, schema.names(), "load table '" + table.name() + "'"));
            Map<String, String> columns = spec.columns().isEmpty() ? undecoded(schema, spec) : spec.columns();
            columns.values().forEach(column -> require(schema, column));
            spec.decoded().ifPresent(decoded -> requireBytes(require(schema, decoded.column())));
            EpochOrder epoch = EpochOrder.of(snapshot, spec);
            return new PipelinedLoader(
                    snapshot,
                    table.store().allocator().newChildAllocator("loader", 0, Long.MAX_VALUE),
                    spec,
                    columns,
                    epoch);
        } catch (RuntimeException | Error e) {
            snapshot.close();
            throw e;
        }
    }

    private void requireOwnRows(LoaderSpec spec) {
        if (spec.rows().isPresent()
                && (spec.filter().isPresent() || spec.version().isPresent())) {
            throw new InvalidRequestException("Cannot load table '" + table.name()
                    + "': a permutation has its rows and their version already; give the filter or the version when you"
                    + " build it");
        }
    }

    private static Map<String, String> undecoded(TableSchema schema, LoaderSpec spec) {
        Map<String, String> columns = new LinkedHashMap<>();
        schema.names().stream()
                .filter(name ->
                        spec.decoded().stream().noneMatch(d -> d.column().equals(name)))
                .forEach(name -> columns.put(name, name));
        return columns;
    }

    private Column require(TableSchema schema, String name) {
        return schema.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "Cannot load table '" + table.name() + "': " + Names.noColumn(name, schema.names())));
    }

    private void requireBytes(Column column) {
        if (!(column.type() instanceof ColumnType.LargeBinary || column.type() instanceof ColumnType.Binary)) {
            throw new InvalidRequestException("Cannot decode column '" + column.name() + "' of table '" + table.name()
                    + "': it is " + column.type() + ", not binary; name the column that holds the images");
        }
    }
}
