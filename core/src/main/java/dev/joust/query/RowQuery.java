// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import dev.joust.filter.Filter;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * What queries and searches have in common: which rows, which columns, how many.
 *
 * <p>Immutable; each method returns a changed copy.
 *
 * @param <Q> the kind of query
 */
public abstract sealed class RowQuery<Q extends RowQuery<Q>> extends Answer
        permits HybridSearch, Query, TextSearch, VectorSearch {
    private final QuerySpec spec;

    RowQuery(QueryEngine engine, QuerySpec spec) {
        super(engine);
        this.spec = requireNonNull(spec, "spec");
    }

    abstract Q with(QuerySpec changed);

    /** What is asked, apart from the table. */
    public final QuerySpec spec() {
        return spec;
    }

    /** The name of the table that is asked. */
    public final String table() {
        return engine().table();
    }

    /** Keeps rows for which this is true; further calls narrow further. */
    public final Q where(Filter filter) {
        return with(spec.where(filter));
    }

    /**
     * Keeps rows for which this SQL expression is true; further calls narrow further.
     *
     * @param parameters values for each {@code ?} in it, such as {@code where("timeofday = ?", "night")}; see
     *     {@link Filter#sql}
     */
    public final Q where(String sql, Object... parameters) {
        return where(Filter.sql(sql, parameters));
    }

    /**
     * Adds these columns to the answer, in this order; without any, it has all.
     *
     * @param columns names, or paths into structs such as {@code box.width}
     */
    public final Q select(String... columns) {
        return with(spec.select(Arrays.stream(columns)
                .map(name -> (Selected) new Selected.Stored(name))
                .toList()));
    }

    /**
     * Adds a value to the answer that is computed for each row.
     *
     * @param name what it is called in the answer
     * @param sql an expression over the columns of the table
     */
    public final Q selectAs(String name, String sql) {
        return with(spec.select(List.of(new Selected.Computed(name, sql))));
    }

    /** Returns at most this many rows. */
    public final Q limit(long rows) {
        return with(spec.limit(rows));
    }

    /** Leaves out this many rows at the beginning. */
    public final Q offset(long rows) {
        return with(spec.offset(rows));
    }

    /**
     * Asks a version of the table instead of the newest.
     *
     * @throws IllegalStateException if it asks a certain version already, such as the one for which the model of a
     *     query was checked
     */
    public final Q atVersion(long number) {
        if (spec.version().isPresent()) {
            throw new IllegalStateException(
                    "Cannot read table '" + table() + "' at version " + number + ": the search is bound to version "
                            + spec.version().getAsLong() + " already; search table.at(" + number + ") instead");
        }
        return with(spec.atVersion(number));
    }

    /** Ends the answer with the column {@code _rowid} (uint64). */
    public final Q withRowId() {
        return with(spec.includingRowId());
    }

    /** Returns how many rows the answer has, without reading more columns than it must. */
    public final long count() {
        return engine().count(spec);
    }

    @Override
    public final ArrowReader arrow() {
        return engine().arrow(spec);
    }

    @Override
    public final String explain() {
        return engine().explain(spec);
    }
}
