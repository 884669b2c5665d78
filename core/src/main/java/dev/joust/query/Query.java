// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A question to one table: which rows, which columns, in which order.
 *
 * <p>Immutable; each method returns a changed copy, so that one query can be the start of several. Without an order the
 * rows come in the order of the table.
 */
public final class Query extends RowQuery<Query> {
    private Query(QueryEngine engine, QuerySpec spec) {
        super(engine, spec);
    }

    /** Returns the query for all columns of all rows, which the engine answers. */
    public static Query of(QueryEngine engine) {
        return new Query(engine, QuerySpec.EVERYTHING);
    }

    @Override
    Query with(QuerySpec changed) {
        return new Query(engine(), changed);
    }

    /** Sorts by this column, the smallest value first, after the columns that are sorted by already; NULLs last. */
    public Query orderBy(String column) {
        return with(spec().orderBy(new SortKey(column, SortKey.Direction.ASCENDING)));
    }

    /** Sorts by this column, the largest value first, after the columns that are sorted by already; NULLs last. */
    public Query orderByDescending(String column) {
        return with(spec().orderBy(new SortKey(column, SortKey.Direction.DESCENDING)));
    }

    /**
     * Reads the rows with these ids, in this order, an id as often as it occurs.
     *
     * <p>Asking for the answer throws {@link dev.joust.error.NotFoundException} if there is no row of one of the ids.
     * It cannot be combined with a filter or an order.
     */
    public Query rowIds(List<Long> ids) {
        return with(spec().rowIds(requireNonNull(ids, "ids")));
    }
}
