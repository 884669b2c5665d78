// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.permutation;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.loader.TableLoaders;
import dev.joust.loader.LoaderEngine;
import dev.joust.permutation.Permutation;
import dev.joust.permutation.PermutationDefinition;
import dev.joust.permutation.PermutationEngine;
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
