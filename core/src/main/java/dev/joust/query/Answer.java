// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * The ways to receive what was asked.
 *
 * <p>Nothing is read before one of these methods is called; each call asks anew. Wrong columns, expressions and values
 * throw {@link dev.joust.error.InvalidRequestException} before a row is read.
 */
public abstract sealed class Answer permits RowQuery, SqlQuery {
    private final QueryEngine engine;

    Answer(QueryEngine engine) {
        this.engine = requireNonNull(engine, "engine");
    }

    QueryEngine engine() {
        return engine;
    }

    /** Returns where the table lies that is asked. */
    public final String sourceUri() {
        return engine.uri();
    }

    /** Returns all rows. */
    public final List<Row> rows() {
        try (RowStream<Row> stream = stream()) {
            return all(stream);
        }
    }

    /** Returns all rows as records, whose components are found by name. */
    public final <R extends Record> List<R> as(Class<R> type) {
        try (RowStream<R> stream = records(type)) {
            return all(stream);
        }
    }

    /** Returns the rows one by one, with one batch in memory. The caller closes the stream. */
    public final RowStream<Row> stream() {
        return engine.rows(arrow());
    }

    /** Returns the rows one by one as records, with one batch in memory. The caller closes the stream. */
    public final <R extends Record> RowStream<R> records(Class<R> type) {
        return engine.records(arrow(), requireNonNull(type, "type"));
    }

    /** Returns the rows as Arrow batches, each of which replaces the one before. The caller closes the reader. */
    public abstract ArrowReader arrow();

    /** Returns how the answer is found, for people to read. */
    public abstract String explain();

    private static <T> List<T> all(RowStream<T> stream) {
        List<T> rows = new ArrayList<>();
        stream.forEachRemaining(rows::add);
        return rows;
    }
}
