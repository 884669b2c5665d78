// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.internal.change.Deletes;
import dev.joust.internal.change.Inserted;
import dev.joust.internal.change.Inserts;
import dev.joust.internal.change.RowsChanged;
import dev.joust.internal.change.Updates;
import dev.joust.internal.change.Upserted;
import dev.joust.internal.change.Upserts;
import dev.joust.internal.feature.Registrations;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.query.SearchIndexes;
import dev.joust.schema.TableSchema;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Lets rows into a table, changes them or takes them out, each in one version. */
record RowChanges(LanceTable table, WriteRules rules) {
    ChangeResult append(Iterator<? extends Record> rows) {
        rules.requireTable("append to", "write records into");
        return rows.hasNext() ? append(incoming -> incoming.records(rows)) : new ChangeResult(0, version());
    }

    ChangeResult appendMaps(Iterator<? extends Map<String, ?>> rows) {
        rules.requireWritable("append to");
        return rows.hasNext() ? append(incoming -> incoming.maps(rows)) : new ChangeResult(0, version());
    }

    ChangeResult append(ArrowReader rows) {
        return append(incoming -> rows);
    }

    /** The rows are fitted to, checked for and written against one version, which is looked for once. */
    private ChangeResult append(Function<IncomingRows, ArrowReader> rows) {
        try (Snapshot now = table.latest()) {
            IncomingRows incoming = incoming(now.tableSchema());
            Runnable allowed = () -> rules.requireTable(now, "append to", "append rows to");
            return incoming.fitted(rows.apply(incoming), "append to", allowed, fitted -> {
                long version = Changes.append(now, fitted, Map.of(Changes.OPERATION, "append"));
                return new ChangeResult(fitted.rows(), version);
            });
        }
    }

    ChangeResult delete(String where) {
        rules.requireTable("delete from", "delete rows of");
        RowsChanged changed = Deletes.delete(table, where, Map.of());
        return new ChangeResult(changed.rows(), changed.version());
    }

    ChangeResult update(Map<String, String> set, String where) {
        rules.requireTable("update", "update rows of");
        RowsChanged changed = Updates.update(table, set, where, new SearchIndexes(), Map.of());
        return new ChangeResult(changed.rows(), changed.version());
    }

    UpsertResult upsert(Iterator<? extends Record> rows) {
        rules.requireTable("upsert into", "write records into");
        return rows.hasNext() ? upsert(incoming(schema()).records(rows)) : new UpsertResult(0, 0, version());
    }

    UpsertResult upsert(ArrowReader rows) {
        Runnable allowed = () -> rules.requireTable("upsert into", "upsert rows into");
        return incoming(schema()).fitted(rows, "upsert into", allowed, fitted -> {
            Upserted upserted = Upserts.upsert(table, fitted, Registrations.columns(schema()), Map.of());
            return new UpsertResult(upserted.inserted(), upserted.updated(), upserted.version());
        });
    }

    InsertResult appendMissing(Iterator<? extends Record> rows, List<String> key, LongConsumer present) {
        rules.requireTable("append to", "write records into");
        return rows.hasNext()
                ? appendMissing(incoming(schema()).records(rows), key, present)
                : new InsertResult(0, 0, version());
    }

    InsertResult appendMissing(ArrowReader rows, List<String> key, LongConsumer present) {
        Runnable allowed = () -> rules.requireTable("append to", "append rows to");
        return incoming(schema()).fitted(rows, "append to", allowed, fitted -> {
            Inserted inserted = Inserts.insert(table, fitted, key, present, Map.of());
            return new InsertResult(inserted.inserted(), inserted.present(), inserted.version());
        });
    }

    private IncomingRows incoming(TableSchema schema) {
        return new IncomingRows(table.store().allocator(), table.name(), schema);
    }

    private TableSchema schema() {
        try (Snapshot now = table.latest()) {
            return now.tableSchema();
        }
    }

    private long version() {
        try (Snapshot now = table.latest()) {
            return now.version();
        }
    }
}
