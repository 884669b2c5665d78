// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.loader.LoaderBuilder;
import dev.joust.permutation.Permutation;
import dev.joust.permutation.Shuffle;
import dev.joust.permutation.Split;
import dev.joust.schema.Names;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a loader reads: all of a table or view, or a split of a permutation.
 *
 * @param table that holds them
 * @param rows how many, before sharding
 * @param seed what chooses their order
 * @param loader begins a loader over them, in that order
 */
public record LoadedRows(Table table, long rows, long seed, Supplier<LoaderBuilder> loader) {
    /**
     * Finds the rows.
     *
     * @param split of a permutation with several
     * @param seed mixes them; 0 if null, or the order of the permutation
     */
    public static LoadedRows of(Lake lake, String name, @Nullable String split, @Nullable Long seed) {
        if (lake.isPermutation(name)) {
            return of(lake, name, lake.openPermutation(name), split, seed);
        } else if (split != null) {
            throw new InvalidRequestException("Cannot load split '" + split + "' of '" + name
                    + "': it is no permutation; make one with joust permutation create, or leave --split out");
        }
        Table table = lake.openTable(name);
        long chosen = seed == null ? 0 : seed;
        return new LoadedRows(table, table.count(), chosen, () -> table.loader().shuffle(chosen));
    }

    private static LoadedRows of(
            Lake lake, String name, Permutation permutation, @Nullable String split, @Nullable Long seed) {
        if (split == null && permutation.splitNames().size() > 1) {
            throw new InvalidRequestException("Cannot load permutation '" + name + "': it has the splits "
                    + Names.quoted(permutation.splitNames()) + "; name one with --split");
        }
        Split rows = permutation.split(split == null ? permutation.splitNames().get(0) : split);
        long own = permutation.definition().shuffle().map(Shuffle::seed).orElse(0L);
        return new LoadedRows(
                lake.openTable(permutation.table()),
                rows.rows(),
                seed == null ? own : seed,
                () -> seed == null ? rows.loader() : rows.loader().shuffle(seed));
    }
}
