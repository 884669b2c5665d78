// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.permutation;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.loader.TableLoaders;
import dev.joust.internal.query.TableQueries;
import dev.joust.loader.LoaderEngine;
import dev.joust.permutation.Permutation;
import dev.joust.permutation.PermutationDefinition;
import dev.joust.permutation.PermutationEngine;
import dev.joust.query.Query;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Permutations of one table.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class TablePermutations implements PermutationEngine {
    private final LanceTable table;
    private final BiConsumer<Permutation, String> save;

    /**
     * Makes permutations of this table.
     *
     * @param save stores one under a name in the lake
     */
    public TablePermutations(LanceTable table, BiConsumer<Permutation, String> save) {
        this.table = table;
        this.save = save;
    }

    @Override
    public Permutation build(PermutationDefinition definition) {
        return new PermutationBuild(this, table, definition).run();
    }

    @Override
    public void save(Permutation permutation, String name) {
        save.accept(permutation, name);
    }

    @Override
    public LoaderEngine loaders() {
        return new TableLoaders(table);
    }

    @Override
    public Query rows(long version, List<Long> rowIds, Map<String, String> columns) {
        Query query = Query.of(new TableQueries(table)).atVersion(version).rowIds(rowIds);
        for (Map.Entry<String, String> column : columns.entrySet()) {
            query = column.getKey().equals(column.getValue())
                    ? query.select(column.getKey())
                    : query.selectAs(column.getKey(), SqlText.quoted(column.getValue()));
        }
        return query;
    }

    @Override
    public long newestVersion() {
        try (Snapshot now = table.latest()) {
            return now.version();
        }
    }

    @Override
    public String table() {
        return table.name();
    }
}
