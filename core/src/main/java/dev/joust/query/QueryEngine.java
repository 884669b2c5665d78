// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import java.util.OptionalLong;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * What answers queries over one table.
 *
 * <p>Every method checks the whole query against the table before it reads a row.
 *
 * <p>Threads: safe for use by several threads.
 */
public interface QueryEngine {
    /** The name of the table. */
    String table();

    /** Where the table lies. */
    String uri();

    /** Returns the answer as Arrow batches. The caller closes the reader. */
    ArrowReader arrow(QuerySpec query);

    /** Returns the answer to a whole SELECT over the table, which it calls {@code t}. The caller closes the reader. */
    ArrowReader sql(String select, OptionalLong version);

    /** Returns how many rows the answer has. */
    long count(QuerySpec query);

    /** Returns how the answer is found, for people to read. */
    String explain(QuerySpec query);

    /** Returns how the answer to a whole SELECT is found, for people to read. */
    String explainSql(String select, OptionalLong version);

    /** Reads Arrow batches as rows; closes the reader. */
    RowStream<Row> rows(ArrowReader batches);

    /** Reads Arrow batches as records, whose components are found by name; closes the reader. */
    <R extends Record> RowStream<R> records(ArrowReader batches, Class<R> type);
}
