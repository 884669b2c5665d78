// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.StorageException;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.FittedReader;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.StagedTable;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.disk.LakeFolder;
import dev.joust.internal.lineage.LineageEngine;
import dev.joust.query.Answer;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A table that is a copy of others' rows: its columns have the same names and types, and are stored in the same way,
 * but keep nothing of what their features or the source's view meant. Its metadata says where the rows came from.
 */
final class CopiedTable {
    private CopiedTable() {}

    /**
     * Creates it with all rows of an answer, or not at all.
     *
     * @param progress hears after each batch how many rows were read; what it throws ends the work
     */
    static void create(LanceStore store, Path lake, String name, Answer rows, LongConsumer progress) {
        String what = "create table '" + name + "'";
        try (ArrowReader reader = rows.arrow()) {
            TableSchema source =
                    ArrowSchemas.tableSchema(reader.getVectorSchemaRoot().getSchema());
            TableSchema schema = StoredColumns.encoded(columns(source))
                    .withMetadata(Map.of(LineageEngine.COPIED_FROM, rows.sourceUri()));
            LakeFolder.create(lake);
            try (StagedTable staged = StagedTable.create(store, lake, name, ArrowSchemas.schema(schema));
                    FittedReader fitted = new FittedReader(store.allocator(), reader, schema, what, progress)) {
                Changes.append(staged.table(), fitted, Map.of());
                staged.publish();
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot " + what + ": " + e.getMessage() + "; check where the rows come from", e);
        }
    }

    private static TableSchema columns(TableSchema source) {
        return new TableSchema(
                source.columns().stream().map(CopiedTable::copied).toList(), Map.of());
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
