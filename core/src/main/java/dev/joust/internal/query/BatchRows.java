// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.arrow.RecordReader;
import dev.joust.internal.arrow.RowReader;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import dev.joust.schema.RecordType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import org.apache.arrow.vector.ipc.ArrowReader;

/** The rows of Arrow batches as Java objects, one batch in memory at a time. */
final class BatchRows<T> implements Iterator<T> {
    private final ArrowReader batches;
    private final IntFunction<T> reader;
    private int next;
    private int rows;

    private BatchRows(ArrowReader batches, IntFunction<T> reader) {
        this.batches = batches;
        this.reader = reader;
    }

    static RowStream<Row> rows(ArrowReader batches) {
        return stream(batches, reader -> RowReader.of(reader.getVectorSchemaRoot(), reader)::read);
    }

    static <R extends Record> RowStream<R> records(ArrowReader batches, Class<R> type) {
        return stream(
                batches, reader -> RecordReader.of(RecordType.of(type), reader.getVectorSchemaRoot(), reader)::read);
    }

    private interface Opening<T> {
        IntFunction<T> open(ArrowReader reader) throws IOException;
    }

    private static <T> RowStream<T> stream(ArrowReader batches, Opening<T> opening) {
        boolean isOpen = false;
        try {
            RowStream<T> stream =
                    new RowStream<>(new BatchRows<>(batches, opening.open(batches)), () -> close(batches));
            isOpen = true;
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!isOpen) {
                close(batches);
            }
        }
    }

    private static void close(ArrowReader batches) {
        try {
            batches.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == rows) {
                if (!batches.loadNextBatch()) {
                    return false;
                }
                next = 0;
                rows = batches.getVectorSchemaRoot().getRowCount();
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("There are no more rows");
        }
        return reader.apply(next++);
    }
}
