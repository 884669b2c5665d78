// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.query.Query;
import dev.joust.query.SqlQuery;
import dev.joust.query.TextQuery;
import dev.joust.query.TextSearch;
import dev.joust.query.VectorSearch;
import dev.joust.schema.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A table in a temporary folder, with its engines. */
final class TestTable implements AutoCloseable {
    final LanceStore store = new LanceStore(Allocators.child("test"), Map.of(), Durability.SYNCED);
    final LanceTable table;
    final TableQueries queries;
    final IndexEngine indexes;
    private final TableSchema schema;

    TestTable(Path lake, String name, TableSchema schema) {
        this.schema = schema;
        this.table =
                LanceTable.create(store, name, lake.resolve(name + ".lance").toString(), ArrowSchemas.schema(schema));
        this.queries = new TableQueries(table);
        this.indexes = new IndexEngine(table);
    }

    void append(List<? extends Map<String, ?>> rows) {
        Changes.append(
                table,
                RowBatchReader.ofMaps(rows.iterator(), schema, BatchLimits.DEFAULT, store.allocator()),
                Map.of());
    }

    Query query() {
        return Query.of(queries);
    }

    SqlQuery sql(String select) {
        return SqlQuery.of(queries, select);
    }

    TextSearch words(String words) {
        return TextSearch.of(queries, words);
    }

    TextSearch words(TextQuery query) {
        return TextSearch.of(queries, query);
    }

    VectorSearch nearest(float... vector) {
        return VectorSearch.of(queries, vector);
    }

    @Override
    public void close() {
        table.close();
        store.close();
    }
}
