// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.error.InternalException;
import dev.joust.error.InvalidRequestException;
import dev.joust.internal.arrow.CellReader;
import dev.joust.internal.arrow.CellReaders;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a source by their keys: the hash of each key with its row id is in memory or in a temporary file,
 * keys and values are taken from the source for a batch of rows at a time, and keys are compared by value.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class Partners {

    private final Snapshot source;
    private final List<String> keys;
    private final List<String> values;
    private final HashTable rowIds;
    private final ToLongBiFunction<List<FieldVector>, Integer> hash;

    private Partners(
            Snapshot source,
            List<String> keys,
            List<String> values,
            HashTable rowIds,
            ToLongBiFunction<List<FieldVector>, Integer> hash) {
        this.source = source;
        this.keys = keys;
        this.values = values;
        this.rowIds = rowIds;
        this.hash = hash;
    }

    /**
     * Reads the keys of a source once.
     *
     * @param source must stay open
     * @param heapBytes at most so many bytes of the heap; a temporary file takes what is more
     * @param what what cannot be done if a key is there twice, for the message
     * @throws InvalidRequestException naming the key, if two rows have the same one
     */
    public static Partners of(Snapshot source, List<String> keys, List<String> values, long heapBytes, String what) {
        return of(source, keys, values, heapBytes, what, RowHash::of);
    }

    static Partners of(
            Snapshot source,
            List<String> keys,
            List<String> values,
            long heapBytes,
            String what,
            ToLongBiFunction<List<FieldVector>, Integer> hash) {
        HashTable rowIds = new HashTable(heapBytes);
        Partners partners = new Partners(source, keys, values, rowIds, hash);
        Rows.scan(source, ScanRequest.of(keys).withRowId(), batch -> {
            List<FieldVector> keyed = Rows.columns(batch, keys);
            UInt8Vector ids = (UInt8Vector) batch.getVector(Rows.ROW_ID);
            for (int row = 0; row < batch.getRowCount(); row++) {
                if (!RowHash.hasNull(keyed, row)) {
                    long key = hash.applyAsLong(keyed, row);
                    if (rowIds.first(key) != HashTable.NONE) {
                        partners.requireOther(key, keyed, row, ids.get(row), what);
                    }
                    rowIds.put(key, ids.get(row));
                }
            }
        });
        return partners;
    }

    /** Two keys may have one hash; two rows may not have one key. */
    private void requireOther(long key, List<FieldVector> keyed, int row, long id, String what) throws IOException {
        Map<Long, Integer> before = new LinkedHashMap<>();
        candidates(key).forEach(candidate -> before.put(candidate, before.size()));
        try (ArrowReader reader = source.take(List.copyOf(before.keySet()), keys)) {
            VectorSchemaRoot taken = loaded(reader, before.size());
            List<CellReader> theirs = cells(Rows.columns(taken, keys));
            List<CellReader> own = cells(keyed);
            for (Map.Entry<Long, Integer> candidate : before.entrySet()) {
                if (isSame(own, row, theirs, candidate.getValue())) {
                    throw new InvalidRequestException("Cannot " + what + ": table '"
                            + source.table().name() + "' has two rows with " + shown(own, row) + ", row ids "
                            + candidate.getKey() + " and " + id
                            + ", and a value can come from one only; delete one of them");
                }
            }
        }
    }

    /** The partners of some rows. */
    public static final class Found implements AutoCloseable {
        private final @Nullable ArrowReader reader;
        private final List<FieldVector> values;
        private final int[] positions;

        private Found(@Nullable ArrowReader reader, List<FieldVector> values, int[] positions) {
            this.reader = reader;
            this.values = values;
            this.positions = positions;
        }

        /** The values of all partners, one vector for each column; valid until this is closed. */
        public List<FieldVector> values() {
            return values;
        }

        /** Where the partner of a row is among the values, or -1 if it has none. */
        public int position(int row) {
            return positions[row];
        }

        @Override
        public void close() {
            if (reader != null) {
                try {
                    reader.close();
                } catch (IOException e) {
                    throw new InternalException("Cannot close rows that were taken: " + e + "; please report this", e);
                }
            }
        }
    }

    /**
     * Finds the partners of rows. The caller closes the result.
     *
     * @param own the columns with the keys
     * @param rows positions in them
     */
    public Found find(List<FieldVector> own, int[] rows) {
        Map<Long, Integer> wanted = new LinkedHashMap<>();
        List<List<Long>> candidates = new ArrayList<>(rows.length);
        for (int row : rows) {
            List<Long> ids = RowHash.hasNull(own, row) ? List.of() : candidates(hash.applyAsLong(own, row));
            ids.forEach(id -> wanted.putIfAbsent(id, wanted.size()));
            candidates.add(ids);
        }
        int[] positions = new int[rows.length];
        Arrays.fill(positions, -1);
        if (wanted.isEmpty()) {
            return new Found(null, List.of(), positions);
        }
        ArrowReader reader = source.take(List.copyOf(wanted.keySet()), Rows.distinct(keys, values));
        boolean isGood = false;
        try {
            VectorSchemaRoot taken = loaded(reader, wanted.size());
            List<CellReader> theirs = cells(Rows.columns(taken, keys));
            List<CellReader> ours = cells(own);
            for (int i = 0; i < rows.length; i++) {
                for (long id : candidates.get(i)) {
                    Integer at = wanted.get(id);
                    if (at != null && isSame(ours, rows[i], theirs, at)) {
                        positions[i] = at;
                    }
                }
            }
            isGood = true;
            return new Found(reader, Rows.columns(taken, values), positions);
        } catch (IOException e) {
            throw Rows.failed(source, e);
        } finally {
            if (!isGood) {
                new Found(reader, List.of(), positions).close();
            }
        }
    }

    /** How many keys there are. */
    long size() {
        return rowIds.size();
    }

    /** Whether the keys outgrew their memory. */
    boolean isInFile() {
        return rowIds.isInFile();
    }

    private List<Long> candidates(long key) {
        List<Long> ids = new ArrayList<>(1);
        for (long slot = rowIds.first(key); slot != HashTable.NONE; slot = rowIds.next(slot)) {
            ids.add(rowIds.value(slot));
        }
        return ids;
    }

    private VectorSchemaRoot loaded(ArrowReader reader, int rows) throws IOException {
        boolean hasRows = reader.loadNextBatch();
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        if (!hasRows || root.getRowCount() != rows) {
            throw new InternalException("Cannot read " + rows + " rows of table '"
                    + source.table().name() + "': got " + root.getRowCount() + "; please report this");
        }
        return root;
    }

    private static List<CellReader> cells(List<FieldVector> columns) {
        return columns.stream().map(CellReaders::of).toList();
    }

    private static boolean isSame(List<CellReader> own, int row, List<CellReader> other, int otherRow) {
        for (int i = 0; i < own.size(); i++) {
            if (!isSame(own.get(i).read(row), other.get(i).read(otherRow))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(@Nullable Object a, @Nullable Object b) {
        if (a instanceof byte[] bytes && b instanceof byte[] others) {
            return Arrays.equals(bytes, others);
        } else if (a instanceof Number number && b instanceof Number other) {
            return number.longValue() == other.longValue();
        }
        return a != null && a.equals(b);
    }

    private String shown(List<CellReader> own, int row) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            Object value = own.get(i).read(row);
            parts.add(keys.get(i) + " = " + (value instanceof String ? "'" + value + "'" : String.valueOf(value)));
        }
        return String.join(", ", parts);
    }
}
