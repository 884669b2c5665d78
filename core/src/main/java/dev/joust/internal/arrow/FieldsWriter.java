// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of a map or record into one vector per key or component: a row of a table, or a struct.
 *
 * <p>A key that the value lacks counts as null. Threads: belongs to one.
 */
final class FieldsWriter {
    private static final int ABSENT = -1;

    private final List<Column> columns;
    private final CellWriter[] writers;
    private final String path;
    private final ColumnType type;

    private @Nullable RecordAccess access;
    private int[] components = {};

    FieldsWriter(List<Column> columns, List<FieldVector> vectors, String path, ColumnType type) {
        this.columns = columns;
        this.path = path;
        this.type = type;
        this.writers = new CellWriter[columns.size()];
        for (int i = 0; i < writers.length; i++) {
            Column column = columns.get(i);
            String inner = path.isEmpty() ? column.name() : path + "." + column.name();
            writers[i] = CellWriters.of(column, vectors.get(i), inner);
        }
    }

    /** Writes all fields of one value and returns about how many bytes they take. */
    long write(int index, Object value) {
        if (value instanceof Map<?, ?> map) {
            return writeMap(index, map);
        } else if (value instanceof Record record) {
            return writeRecord(index, record);
        }
        throw CellProblem.wrongType(path, type, value, "give a Map or a record");
    }

    private long writeMap(int index, Map<?, ?> map) {
        int known = 0;
        for (Column column : columns) {
            known += map.containsKey(column.name()) ? 1 : 0;
        }
        if (known < map.size()) {
            requireKnown(map.keySet(), "key");
        }
        long bytes = 0;
        for (int i = 0; i < writers.length; i++) {
            bytes += writers[i].write(index, map.get(columns.get(i).name()));
        }
        return bytes;
    }

    private long writeRecord(int index, Record record) {
        RecordAccess current = access;
        if (current == null || current.type() != record.getClass()) {
            current = prepare(record.getClass());
        }
        long bytes = 0;
        for (int i = 0; i < writers.length; i++) {
            int component = components[i];
            bytes += writers[i].write(index, component == ABSENT ? null : current.value(record, component));
        }
        return bytes;
    }

    /** Matches the components of a record class with the columns. */
    RecordAccess prepare(Class<?> recordClass) {
        RecordAccess prepared = RecordAccess.of(recordClass);
        requireKnown(prepared.names(), "component");
        components = columns.stream()
                .mapToInt(column -> prepared.names().indexOf(column.name()))
                .toArray();
        access = prepared;
        return prepared;
    }

    private void requireKnown(Iterable<?> keys, String kind) {
        List<String> names = columns.stream().map(Column::name).toList();
        for (Object key : keys) {
            if (!names.contains(key)) {
                throw new CellProblem(
                        path,
                        "it has the " + kind + " '" + key + "', no column has this name; the nearest are "
                                + Names.quoted(Names.nearest(String.valueOf(key), names)));
            }
        }
    }
}
