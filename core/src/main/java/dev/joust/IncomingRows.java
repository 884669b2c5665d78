// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.StorageException;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.FittedReader;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.schema.Column;
import dev.joust.schema.RecordType;
import dev.joust.schema.TableSchema;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Rows on their way into a table, in bounded batches that fit its columns.
 *
 * @param table its name, for messages
 */
record IncomingRows(BufferAllocator allocator, String table, TableSchema schema) {
    /** Batches of records, of which there is one at least; all are of the class of the first. */
    @SuppressWarnings("unchecked") // the class of a record is a record class
    ArrowReader records(Iterator<? extends Record> rows) {
        Record first = rows.next();
        RecordType<Record> type = (RecordType<Record>) RecordType.of(first.getClass());
        return RowBatchReader.ofRecords(
                Stream.concat(Stream.of(first), stream(rows)).iterator(),
                type,
                schema.without(unfilled(type)),
                BatchLimits.DEFAULT,
                allocator);
    }

    /** Columns that the records lack and that may be NULL; nothing is written for them. */
    private List<String> unfilled(RecordType<?> type) {
        List<String> components = type.schema().names();
        return schema.columns().stream()
                .filter(column -> column.nullable() && !components.contains(column.name()))
                .map(Column::name)
                .toList();
    }

    private static Stream<Record> stream(Iterator<? extends Record> rows) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false);
    }

    /** Batches of maps from column names to values. */
    ArrowReader maps(Iterator<? extends Map<String, ?>> rows) {
        return RowBatchReader.ofMaps(rows, schema, BatchLimits.DEFAULT, allocator);
    }

    /**
     * Lets a change take the batches of a reader as the table's columns; the reader is closed, whatever happens.
     *
     * @param verb what is done with them, such as {@code append to}
     * @param allowed throws what stands against it
     */
    <T> T fitted(ArrowReader rows, String verb, Runnable allowed, Function<FittedReader, T> change) {
        String what = verb + " table '" + table + "'";
        try (rows) {
            allowed.run();
            try (FittedReader fitted = new FittedReader(allocator, rows, schema, what, read -> {})) {
                return change.apply(fitted);
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot " + what + ": " + e.getMessage() + "; check where the rows come from", e);
        }
    }
}
