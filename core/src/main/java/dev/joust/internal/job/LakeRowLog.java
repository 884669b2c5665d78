// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.job;

import static java.util.Objects.requireNonNull;

import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.ColumnChanges;
import dev.joust.internal.lance.disk.LakeFolder;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.schema.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;

/** Appends rows to {@code <lake>/<table>.lance}. Threads: safe for use by several threads. */
public final class LakeRowLog implements RowLog {
    private final LanceStore store;
    private final String lakeUri;

    /**
     * Writes into a lake.
     *
     * @param lakeUri its folder or URI, without a slash at the end
     */
    public LakeRowLog(LanceStore store, String lakeUri) {
        this.store = requireNonNull(store, "store");
        this.lakeUri = requireNonNull(lakeUri, "lakeUri");
    }

    @Override
    public synchronized void append(String table, TableSchema schema, List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        BufferAllocator allocator = store.allocator();
        try (LanceTable opened = open(table, schema);
                RowBatchReader reader =
                        RowBatchReader.ofMaps(rows.iterator(), schema, BatchLimits.DEFAULT, allocator)) {
            addMissing(opened, schema);
            Changes.append(opened, reader, Map.of());
        }
    }

    /** A table that an earlier version of Joust made may lack columns; those that were added since are nullable. */
    private static void addMissing(LanceTable table, TableSchema schema) {
        boolean isComplete;
        try (Snapshot now = table.latest()) {
            isComplete = missing(now, schema).isEmpty();
        }
        if (!isComplete) {
            ColumnChanges.add(table, now -> missing(now, schema));
        }
    }

    private static List<Field> missing(Snapshot now, TableSchema schema) {
        return ArrowSchemas.schema(schema).getFields().stream()
                .filter(field -> now.field(field.getName()).isEmpty())
                .toList();
    }

    private LanceTable open(String name, TableSchema schema) {
        String uri = lakeUri + "/" + name + ".lance";
        Optional<Path> lake = lake(uri);
        if (lake.isPresent()) {
            return LakeFolder.exists(lake.get(), name) ? LanceTable.open(store, name, uri) : create(name, uri, schema);
        }
        try {
            return LanceTable.open(store, name, uri);
        } catch (NotFoundException e) {
            return create(name, uri, schema);
        }
    }

    private LanceTable create(String name, String uri, TableSchema schema) {
        try {
            return LanceTable.create(store, name, uri, ArrowSchemas.schema(schema));
        } catch (JoustException e) {
            // Another process may have created it meanwhile.
            if (lake(uri).filter(lake -> !LakeFolder.exists(lake, name)).isPresent()) {
                throw e;
            }
            return LanceTable.open(store, name, uri);
        }
    }

    private static Optional<Path> lake(String uri) {
        return TablePaths.of(uri).map(paths -> paths.root().toAbsolutePath().getParent());
    }
}
