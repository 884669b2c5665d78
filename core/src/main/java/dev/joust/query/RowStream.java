// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Rows that are read as they are asked for, one batch in memory at a time.
 *
 * <p>Whoever asked for it closes it; closing twice is harmless, and after the last row nothing is held any more.
 *
 * <p>Threads: belongs to one thread.
 */
public final class RowStream<T> implements Iterator<T>, AutoCloseable {
    private final Iterator<T> rows;
    private final Runnable onClose;
    private boolean closed;

    /**
     * Creates a stream over rows from elsewhere.
     *
     * @param onClose runs once, when the stream is closed or has given its last row
     */
    public RowStream(Iterator<T> rows, Runnable onClose) {
        this.rows = requireNonNull(rows, "rows");
        this.onClose = requireNonNull(onClose, "onClose");
    }

    /** Whether there is another row; false after {@link #close}. */
    @Override
    public boolean hasNext() {
        if (closed) {
            return false;
        }
        boolean more = rows.hasNext();
        if (!more) {
            close();
        }
        return more;
    }

    @Override
    public T next() {
        if (closed) {
            throw new java.util.NoSuchElementException("There are no more rows");
        }
        return rows.next();
    }

    /** Returns the rows as a sequential stream, which closes this one when it is closed. */
    public Stream<T> asStream() {
        Spliterator<T> split = Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED);
        return StreamSupport.stream(split, false).onClose(this::close);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }
}
