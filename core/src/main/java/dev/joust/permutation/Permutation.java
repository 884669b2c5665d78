// SPDX-License-Identifier: Apache-2.0
package dev.joust.permutation;

import static java.util.Objects.requireNonNull;

import dev.joust.error.NotFoundException;
import dev.joust.loader.RowOrder;
import dev.joust.schema.Names;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of one version of a table, divided into named splits, each in its own order. It stays what it is whatever
 * happens to the table: the version is part of it.
 *
 * <p>Values: immutable, eight bytes of memory for each row. Threads: safe for use by several threads.
 */
public final class Permutation {
    private final PermutationEngine engine;
    private final PermutationDefinition definition;
    private final List<String> names;
    private final long[] rowIds;
    private final long[] ends;

    /**
     * Takes the rows; engines call it.
     *
     * @param names of the splits
     * @param rowIds of all splits, one after the other
     * @param ends where each split ends
     */
    public Permutation(
            PermutationEngine engine,
            PermutationDefinition definition,
            List<String> names,
            long[] rowIds,
            List<Long> ends) {
        this.engine = requireNonNull(engine, "engine");
        this.definition = requireNonNull(definition, "definition");
        this.names = List.copyOf(names);
        this.rowIds = rowIds;
        this.ends = ends.stream().mapToLong(Long::longValue).toArray();
    }

    /** What it was made by. */
    public PermutationDefinition definition() {
        return definition;
    }

    /** The table that its rows are of. */
    public String table() {
        return definition.table();
    }

    /** The version of the table that its rows are of. */
    public long version() {
        return definition.version();
    }

    /** How many rows all splits have. */
    public long rows() {
        return rowIds.length;
    }

    /** The names of the splits, in their order. */
    public List<String> splitNames() {
        return names;
    }

    /** How many rows each split has, in the order of the splits. */
    public Map<String, Long> sizes() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (int index = 0; index < names.size(); index++) {
            sizes.put(names.get(index), ends[index] - begin(index));
        }
        return sizes;
    }

    /**
     * One of the splits.
     *
     * @throws NotFoundException if there is none of that name, with the nearest names
     */
    public Split split(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw Names.notFound("split", name, "the permutation of table '" + table() + "'", names);
        }
        return new Split(engine, definition, name, Arrays.copyOfRange(rowIds, (int) begin(index), (int) ends[index]));
    }

    private long begin(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** The fingerprint of the order of all splits, one after the other; see {@link RowOrder#hash}. */
    public String orderHash() {
        return RowOrder.hash(rowIds);
    }

    /**
     * Stores it as a table of the lake, in LanceDB's own layout: the columns {@code row_id} and {@code split_id}
     * (uint64), and the names of the splits as JSON under {@code split_names} in the table's metadata. Its version of
     * the table is kept from then on; {@code lake.openPermutation(name)} opens it.
     *
     * @throws dev.joust.error.AlreadyExistsException if the name is taken
     */
    public void saveAs(String name) {
        engine.save(this, name);
    }
}
