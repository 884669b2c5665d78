// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.RowAddresses;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.lance.index.LanceIndexes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;

/** The keys of the rows that are upserted, in memory, and where the table has them. Belongs to one thread. */
final class RowKeys {
    /** Up to so many keys are looked up by a filter, which an index on the key answers. */
    private static final int MAX_LOOKUPS = 1000;

    private final String cannot;
    private final List<Field> columns;
    private final Map<Object, Integer> positions = new HashMap<>();

    /**
     * Checks the declared key.
     *
     * @param given the columns of the rows
     */
    static RowKeys declared(Snapshot now, List<Field> given, String verb) {
        List<String> names = now.keyColumns();
        if (names.isEmpty()) {
            throw new InvalidRequestException("Cannot " + verb + " table '"
                    + now.table().name() + "': it declares no key; append the rows, or create the table with a key");
        }
        return new RowKeys(now, names, given, verb);
    }

    /**
     * Checks columns that are to tell rows apart.
     *
     * @param names the columns
     * @param given the columns of the rows
     * @param verb what is done with the rows, such as {@code upsert into}
     */
    RowKeys(Snapshot now, List<String> names, List<Field> given, String verb) {
        this.cannot = "Cannot " + verb + " table '" + now.table().name() + "': ";
        List<Field> all = now.schema().getFields();
        for (String name : names) {
            if (all.stream().noneMatch(field -> field.getName().equals(name))) {
                throw new InvalidRequestException(cannot + "it has no column '" + name + "' to be the key; its columns"
                        + " are "
                        + String.join(", ", all.stream().map(Field::getName).toList()));
            }
        }
        this.columns =
                all.stream().filter(field -> names.contains(field.getName())).toList();
        for (Field column : columns) {
            if (given.stream().noneMatch(field -> field.getName().equals(column.getName()))) {
                throw new InvalidRequestException(
                        cannot + "the rows have no column '" + column.getName() + "', which is the key; add it");
            }
            if (!column.getChildren().isEmpty() || column.getType() instanceof ArrowType.FloatingPoint) {
                throw new InvalidRequestException(cannot + "its key column '" + column.getName() + "' is "
                        + column.getType() + ", and such values cannot be compared; declare another key");
            }
        }
    }

    /** The same columns, without keys. */
    private RowKeys(RowKeys other) {
        this.cannot = other.cannot;
        this.columns = other.columns;
    }

    /** Remembers the keys of the next rows. */
    void add(VectorSchemaRoot batch) {
        List<FieldVector> vectors = vectors(batch);
        for (int row = 0; row < batch.getRowCount(); row++) {
            int position = positions.size();
            Object key = key(vectors, row);
            if (key == null) {
                throw new InvalidRequestException(
                        cannot + "row " + position + " of the input has NULL in its key; give it a value");
            }
            Integer first = positions.putIfAbsent(key, position);
            if (first != null) {
                throw new InvalidRequestException(cannot + "rows " + first + " and " + position
                        + " of the input have the same key " + shown(key) + "; leave one of them out");
            }
        }
    }

    private List<FieldVector> vectors(VectorSchemaRoot batch) {
        return columns.stream().map(column -> batch.getVector(column.getName())).toList();
    }

    /** The key of a row; null if a part of it is NULL. */
    private static @Nullable Object key(List<FieldVector> vectors, int row) {
        if (vectors.size() == 1) {
            return value(vectors.get(0), row);
        }
        List<Object> parts = new ArrayList<>(vectors.size());
        for (FieldVector vector : vectors) {
            Object part = value(vector, row);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return parts;
    }

    private static @Nullable Object value(FieldVector vector, int row) {
        Object value = vector.getObject(row);
        if (value instanceof Text text) {
            return text.toString();
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }

    private static String shown(Object key) {
        if (key instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return Arrays.toString(copy);
        }
        return key instanceof List<?> parts
                ? parts.stream().map(RowKeys::shown).collect(Collectors.joining(", ", "(", ")"))
                : "'" + key + "'";
    }

    /** Where the table has these keys. */
    static final class Matches {
        private final RowAddresses rows;
        private final long[] rowIds;
        private final long matched;

        private Matches(RowAddresses rows, long[] rowIds, long matched) {
            this.rows = rows;
            this.rowIds = rowIds;
            this.matched = matched;
        }

        /** The rows of the table whose keys are among them. */
        RowAddresses rows() {
            return rows;
        }

        /** For each position of the input the row id of such a row, or -1. */
        long[] rowIds() {
            return rowIds;
        }

        /** How many positions have one. */
        long matched() {
            return matched;
        }
    }

    /** How many keys there are. */
    int count() {
        return positions.size();
    }

    /**
     * The rows of a batch whose keys a version has, as far as that can be found out without reading all of its keys:
     * some may be missing.
     */
    BitSet found(Snapshot now, VectorSchemaRoot batch) {
        BitSet found = new BitSet();
        if (!isSearchable() || now.count() == 0) {
            return found;
        }
        for (int from = 0; from < batch.getRowCount(); from += MAX_LOOKUPS) {
            try (VectorSchemaRoot part = batch.slice(from, Math.min(MAX_LOOKUPS, batch.getRowCount() - from))) {
                RowKeys keys = new RowKeys(this);
                keys.add(part);
                long[] rowIds = keys.match(now).rowIds();
                for (int row = 0; row < rowIds.length; row++) {
                    found.set(from + row, rowIds[row] >= 0);
                }
            }
        }
        return found;
    }

    /** Looks the keys up in a version. */
    Matches match(Snapshot now) {
        RowAddresses rows = new RowAddresses();
        long[] rowIds = new long[positions.size()];
        Arrays.fill(rowIds, -1);
        ScanRequest request = ScanRequest.of(
                        columns.stream().map(Field::getName).toList())
                .withRowId()
                .withRowAddress();
        long matched = 0;
        try (ArrowReader reader = now.scan(
                positions.size() <= MAX_LOOKUPS && isSearchable()
                        ? LanceIndexes.trusted(now, request.where(lookup()))
                        : request)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                List<FieldVector> vectors = vectors(batch);
                UInt8Vector ids = (UInt8Vector) batch.getVector(Filters.ROW_ID);
                UInt8Vector addresses = (UInt8Vector) batch.getVector(Filters.ROW_ADDRESS);
                for (int row = 0; row < batch.getRowCount(); row++) {
                    Object key = key(vectors, row);
                    Integer position = key == null ? null : positions.get(key);
                    if (position != null) {
                        matched += rowIds[position] < 0 ? 1 : 0;
                        rowIds[position] = ids.get(row);
                        rows.add(addresses.get(row));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Matches(rows, rowIds, matched);
    }

    /** Whether a filter can name the keys. */
    private boolean isSearchable() {
        ArrowType type = columns.get(0).getType();
        return columns.size() == 1 && (type instanceof ArrowType.Int || type instanceof ArrowType.Utf8);
    }

    private String lookup() {
        boolean text = columns.get(0).getType() instanceof ArrowType.Utf8;
        return SqlText.backticked(columns.get(0).getName()) + " IN ("
                + positions.keySet().stream()
                        .map(key -> text ? "'" + key.toString().replace("'", "''") + "'" : number(key))
                        .collect(Collectors.joining(","))
                + ")";
    }

    /** Arrow gives unsigned numbers in Java types of the same width, which count differently. */
    private String number(Object key) {
        if (((ArrowType.Int) columns.get(0).getType()).getIsSigned()) {
            return key.toString();
        }
        if (key instanceof Character character) {
            return Integer.toString(character);
        }
        if (key instanceof Byte one) {
            return Integer.toString(Byte.toUnsignedInt(one));
        }
        return key instanceof Integer four ? Integer.toUnsignedString(four) : Long.toUnsignedString((Long) key);
    }
}
