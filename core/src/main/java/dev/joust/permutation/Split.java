// SPDX-License-Identifier: Apache-2.0
package dev.joust.permutation;

import dev.joust.error.InvalidRequestException;
import dev.joust.loader.LoaderBuilder;
import dev.joust.loader.OrderedRows;
import dev.joust.loader.RowOrder;
import dev.joust.query.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Rows of a permutation in their order, and which columns of them are read.
 *
 * <p>Steps apply in the order in which they are called: {@code take(10).skip(5)} has the rows 5 to 9. As with streams,
 * a step beyond the end is no error. Values: immutable. Threads: safe for use by several threads.
 */
public final class Split {
    private final PermutationEngine engine;
    private final PermutationDefinition definition;
    private final String name;
    private final long[] rowIds;
    private final Map<String, String> columns;

    Split(PermutationEngine engine, PermutationDefinition definition, String name, long[] rowIds) {
        this(engine, definition, name, rowIds, Map.of());
    }

    private Split(
            PermutationEngine engine,
            PermutationDefinition definition,
            String name,
            long[] rowIds,
            Map<String, String> columns) {
        this.engine = engine;
        this.definition = definition;
        this.name = name;
        this.rowIds = rowIds;
        this.columns = columns;
    }

    /** Its name in the permutation. */
    public String name() {
        return name;
    }

    /** How many rows. */
    public long rows() {
        return rowIds.length;
    }

    /** The ids of its rows, in their order. */
    public long[] rowIds() {
        return rowIds.clone();
    }

    /** The fingerprint of the order; see {@link RowOrder#hash}. */
    public String orderHash() {
        return RowOrder.hash(rowIds);
    }

    /** Without the first rows. */
    public Split skip(long rows) {
        requireNotNegative("skip", rows);
        return with(Arrays.copyOfRange(rowIds, (int) Math.min(rows, rowIds.length), rowIds.length));
    }

    /** Only the first rows. */
    public Split take(long rows) {
        requireNotNegative("take", rows);
        return with(Arrays.copyOf(rowIds, (int) Math.min(rows, rowIds.length)));
    }

    /**
     * One of {@code world} parts of equal size or one row more, for training on several machines: the rows at the
     * positions {@code rank}, {@code rank + world} and so on.
     *
     * @throws InvalidRequestException if there are fewer rows than parts
     */
    public Split shard(int rank, int world) {
        if (world < 1 || rank < 0 || rank >= world) {
            throw new IllegalArgumentException(
                    "a shard's rank must be from 0 to below its world but was " + rank + " of " + world);
        }
        if (world > rowIds.length) {
            throw new InvalidRequestException(
                    "Cannot shard split '" + name + "' of table '" + definition.table() + "': it has " + rowIds.length
                            + " rows for " + world + " parts; use at most as many parts as rows");
        }
        long[] part = new long[(rowIds.length - rank + world - 1) / world];
        Arrays.setAll(part, i -> rowIds[rank + i * world]);
        return with(part);
    }

    private Split with(long[] others) {
        return new Split(engine, definition, name, others, columns);
    }

    /** Only these columns are read; names that were given by {@link #rename} count. */
    public Split select(String... names) {
        Map<String, String> selected = new LinkedHashMap<>();
        for (String shown : List.of(names)) {
            selected.put(shown, columns.getOrDefault(shown, shown));
        }
        return new Split(engine, definition, name, rowIds, selected);
    }

    /**
     * Gives a column that was selected another name in the batches.
     *
     * @throws InvalidRequestException if it was not selected, or the other name is taken
     */
    public Split rename(String from, String to) {
        String what = "Cannot rename column '" + from + "' of split '" + name + "' to '" + to + "': ";
        if (!columns.containsKey(from)) {
            throw new InvalidRequestException(
                    what + "it was not selected; select(...) the columns first, '" + from + "' among them");
        }
        if (columns.containsKey(to) && !from.equals(to)) {
            throw new InvalidRequestException(what + "another column has that name; choose one that is free");
        }
        Map<String, String> renamed = new LinkedHashMap<>();
        columns.forEach((shown, column) -> renamed.put(shown.equals(from) ? to : shown, column));
        return new Split(engine, definition, name, rowIds, renamed);
    }

    /**
     * Begins a query for the rows at some places of the order, counted from 0: they come in the order of the places,
     * and one that is named twice comes twice.
     *
     * @throws InvalidRequestException if a place is beyond the end
     */
    public Query rowsAt(long... places) {
        List<Long> ids = new ArrayList<>(places.length);
        for (long place : places) {
            if (place < 0 || place >= rowIds.length) {
                throw new InvalidRequestException("Cannot read row " + place + " of split '" + name + "' of table '"
                        + definition.table() + "': it has " + rowIds.length
                        + (rowIds.length == 0 ? " rows" : " rows; ask for one from 0 to " + (rowIds.length - 1)));
            }
            ids.add(rowIds[(int) place]);
        }
        return engine.rows(definition.version(), ids, columns);
    }

    /**
     * Begins a loader over its rows. Epoch 0 has their order; later epochs, where the permutation was shuffled, and all
     * epochs of a loader with a seed of its own, mix them again.
     */
    public LoaderBuilder loader() {
        OrderedRows rows = new OrderedRows(
                rowIds,
                definition.version(),
                definition
                        .shuffle()
                        .map(shuffle -> OptionalLong.of(shuffle.seed()))
                        .orElse(OptionalLong.empty()),
                definition.shuffle().map(Shuffle::clumpRows).orElse(1));
        return new LoaderBuilder(engine.loaders(), rows, columns);
    }

    private static void requireNotNegative(String what, long rows) {
        if (rows < 0) {
            throw new IllegalArgumentException(what + " must not be negative but was " + rows);
        }
    }
}
