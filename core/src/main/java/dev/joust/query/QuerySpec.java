// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import dev.joust.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a query asks, apart from the table that it asks.
 *
 * @param filters conditions that must all be true
 * @param select the columns of the answer in order; empty means all columns of the table
 * @param order the columns to sort by, the first one first
 * @param limit how many rows at most
 * @param offset how many rows to leave out at the beginning
 * @param version the version of the table; empty means the newest
 * @param withRowId whether the answer ends with the column {@code _rowid}
 * @param rowIds the rows to read, in this order, instead of all rows
 * @param ranking what a search ranks by
 * @param isPostfiltered whether a search first finds {@code limit} rows and then filters these
 */
public record QuerySpec(
        List<Filter> filters,
        List<Selected> select,
        List<SortKey> order,
        OptionalLong limit,
        long offset,
        OptionalLong version,
        boolean withRowId,
        Optional<List<Long>> rowIds,
        Optional<Ranking> ranking,
        boolean isPostfiltered) {
    /** How many rows a search returns unless told otherwise: {@value}. */
    public static final int DEFAULT_SEARCH_LIMIT = 10;

    /** All columns of all rows of the newest version. */
    public static final QuerySpec EVERYTHING = new QuerySpec(
            List.of(),
            List.of(),
            List.of(),
            OptionalLong.empty(),
            0,
            OptionalLong.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            false);

    public QuerySpec {
        filters = List.copyOf(filters);
        select = List.copyOf(select);
        order = List.copyOf(order);
        rowIds = rowIds.map(List::copyOf);
        requireNonNull(limit, "limit");
        requireNonNull(version, "version");
        requireNonNull(ranking, "ranking");
    }

    QuerySpec where(Filter filter) {
        return with(added(filters, requireNonNull(filter, "filter")), select, order);
    }

    QuerySpec select(List<Selected> more) {
        List<Selected> all = new ArrayList<>(select);
        all.addAll(more);
        return with(filters, all, order);
    }

    QuerySpec orderBy(SortKey key) {
        return with(filters, select, added(order, key));
    }

    QuerySpec limit(long rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("limit must not be negative but was " + rows);
        }
        return new QuerySpec(
                filters,
                select,
                order,
                OptionalLong.of(rows),
                offset,
                version,
                withRowId,
                rowIds,
                ranking,
                isPostfiltered);
    }

    QuerySpec offset(long rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("offset must not be negative but was " + rows);
        }
        return new QuerySpec(filters, select, order, limit, rows, version, withRowId, rowIds, ranking, isPostfiltered);
    }

    QuerySpec atVersion(long number) {
        return new QuerySpec(
                filters,
                select,
                order,
                limit,
                offset,
                OptionalLong.of(number),
                withRowId,
                rowIds,
                ranking,
                isPostfiltered);
    }

    /** The same, whose answer ends with the column {@code _rowid}. */
    public QuerySpec includingRowId() {
        return new QuerySpec(filters, select, order, limit, offset, version, true, rowIds, ranking, isPostfiltered);
    }

    QuerySpec rowIds(List<Long> ids) {
        return new QuerySpec(
                filters, select, order, limit, offset, version, withRowId, Optional.of(ids), ranking, isPostfiltered);
    }

    QuerySpec rankedBy(Ranking newRanking) {
        return new QuerySpec(
                filters,
                select,
                order,
                limit,
                offset,
                version,
                withRowId,
                rowIds,
                Optional.of(newRanking),
                isPostfiltered);
    }

    QuerySpec postfiltered() {
        return new QuerySpec(filters, select, order, limit, offset, version, withRowId, rowIds, ranking, true);
    }

    private QuerySpec with(List<Filter> newFilters, List<Selected> newSelect, List<SortKey> newOrder) {
        return new QuerySpec(
                newFilters, newSelect, newOrder, limit, offset, version, withRowId, rowIds, ranking, isPostfiltered);
    }

    private static <T> List<T> added(List<T> list, T element) {
        List<T> all = new ArrayList<>(list);
        all.add(element);
        return all;
    }
}
