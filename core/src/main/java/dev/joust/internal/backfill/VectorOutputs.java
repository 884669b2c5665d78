// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static java.util.Objects.requireNonNull;

import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** The columns that a function writes as vectors, call by call. Threads: belongs to one thread. */
final class VectorOutputs implements AutoCloseable {
    private final List<Column> columns;
    private final BufferAllocator allocator;
    private final List<TreeMap<Integer, FieldVector>> calls = new ArrayList<>();

    VectorOutputs(List<Column> columns, BufferAllocator allocator) {
        this.columns = columns;
        this.allocator = allocator;
        columns.forEach(column -> calls.add(new TreeMap<>()));
    }

    /** Whether the function writes this column so. */
    boolean has(int output) {
        return !calls.get(output).isEmpty();
    }

    /** Returns the vector of a column for the call that starts at a row. */
    FieldVector open(int output, int start, int rows) {
        return calls.get(output).computeIfAbsent(start, key -> {
            FieldVector vector =
                    ArrowSchemas.field(columns.get(output).asNullable()).createVector(allocator);
            vector.setInitialCapacity(rows);
            vector.allocateNew();
            return vector;
        });
    }

    /** Completes the vectors of a call that returned. */
    void finish(int start, int rows) {
        for (int output = 0; output < columns.size(); output++) {
            FieldVector vector = calls.get(output).get(start);
            if (vector != null) {
                int count = vector.getValueCount();
                if (count != 0 && count != rows) {
                    throw new IllegalArgumentException("The function wrote " + count + " values into the vector of"
                            + " column '" + columns.get(output).name() + "' for " + rows + " rows");
                }
                if (count == 0) {
                    vector.setValueCount(rows);
                }
            }
        }
    }

    /** Forgets what a call wrote that failed. */
    void drop(int start) {
        for (TreeMap<Integer, FieldVector> vectors : calls) {
            FieldVector vector = vectors.remove(start);
            if (vector != null) {
                vector.close();
            }
        }
    }

    boolean isNull(int output, int row) {
        Map.Entry<Integer, FieldVector> call = calls.get(output).floorEntry(row);
        return call == null || isNull(call, row);
    }

    /** A call that failed, and so wrote nothing, leaves rows behind those of the call before it. */
    private static boolean isNull(Map.Entry<Integer, FieldVector> call, int row) {
        int at = row - call.getKey();
        return at >= call.getValue().getValueCount() || call.getValue().isNull(at);
    }

    /**
     * Writes a column.
     *
     * @param resultOf for each row of the target the row that was computed, or -1 for NULL
     */
    void write(int output, int[] resultOf, FieldVector target) {
        TreeMap<Integer, FieldVector> vectors = calls.get(output);
        Map.Entry<Integer, FieldVector> only = vectors.size() == 1 ? vectors.firstEntry() : null;
        if (only != null && isIdentity(resultOf, only.getValue().getValueCount())) {
            only.getValue().makeTransferPair(target).splitAndTransfer(0, resultOf.length);
            return;
        }
        for (int i = 0; i < resultOf.length; i++) {
            if (resultOf[i] < 0 || isNull(output, resultOf[i])) {
                target.setNull(i);
            } else {
                Map.Entry<Integer, FieldVector> call = requireNonNull(vectors.floorEntry(resultOf[i]));
                target.copyFromSafe(resultOf[i] - call.getKey(), i, call.getValue());
            }
        }
    }

    private static boolean isIdentity(int[] resultOf, int rows) {
        if (resultOf.length != rows) {
            return false;
        }
        for (int i = 0; i < rows; i++) {
            if (resultOf[i] != i) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        calls.forEach(vectors -> vectors.values().forEach(FieldVector::close));
    }
}
