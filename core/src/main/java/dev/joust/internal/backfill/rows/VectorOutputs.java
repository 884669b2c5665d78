// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import dev.joust.feature.Feature;
import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.schema.Column;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The columns that one call of a function writes as vectors. Threads: belongs to one thread at a time.
 *
 * <p>They are in memory of their own: a function that is given up may still write to them when the lake is closed.
 */
public final class VectorOutputs implements AutoCloseable {
    /** Holds what functions see of batches and write as vectors, until they return. */
    static final BufferAllocator MEMORY = Allocators.child("vectors of functions");

    private final List<Column> columns;
    private final int rows;
    private final @Nullable FieldVector[] vectors;
    private boolean isTaken;

    /**
     * Starts without vectors.
     *
     * @param columns the {@link Feature#outputs columns} of the function
     */
    public VectorOutputs(List<Column> columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        this.vectors = new FieldVector[columns.size()];
    }

    public int size() {
        return columns.size();
    }

    /** Returns the vector of a column, which is made when it is first asked for. */
    public FieldVector open(int output) {
        FieldVector vector = vectors[output];
        if (vector == null) {
            vector = ArrowSchemas.field(columns.get(output).asNullable()).createVector(MEMORY);
            vector.setInitialCapacity(rows);
            vector.allocateNew();
            vectors[output] = vector;
        }
        return vector;
    }

    /** The vector of a column, if the function writes it so. */
    @Nullable
    public FieldVector written(int output) {
        return vectors[output];
    }

    /** Completes the vectors after the call. */
    public void finish() {
        for (int output = 0; output < vectors.length; output++) {
            FieldVector vector = vectors[output];
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

    /** Hands the vectors over: from now on only {@link #free} frees them. */
    public VectorOutputs taken() {
        isTaken = true;
        return this;
    }

    public void free() {
        for (int output = 0; output < vectors.length; output++) {
            FieldVector vector = vectors[output];
            if (vector != null) {
                vector.close();
                vectors[output] = null;
            }
        }
    }

    /** Frees the vectors, unless somebody has taken them over. */
    @Override
    public void close() {
        if (!isTaken) {
            free();
        }
    }
}
