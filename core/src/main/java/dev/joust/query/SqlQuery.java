// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A whole SELECT over one table, which it calls {@code t}: with grouping, windows, common table expressions.
 *
 * <p>Immutable. Any statement but one SELECT is refused. {@code _rowid} can be used like a column.
 */
public final class SqlQuery extends Answer {
    private final String select;
    private final OptionalLong version;

    private SqlQuery(QueryEngine engine, String select, OptionalLong version) {
        super(engine);
        this.select = requireNonNull(select, "select");
        this.version = version;
    }

    /** Returns a query that the engine answers. */
    public static SqlQuery of(QueryEngine engine, String select) {
        return new SqlQuery(engine, select, OptionalLong.empty());
    }

    /** Asks a version of the table instead of the newest. */
    public SqlQuery atVersion(long number) {
        return new SqlQuery(engine(), select, OptionalLong.of(number));
    }

    @Override
    public ArrowReader arrow() {
        return engine().sql(select, version);
    }

    @Override
    public String explain() {
        return engine().explainSql(select, version);
    }
}
