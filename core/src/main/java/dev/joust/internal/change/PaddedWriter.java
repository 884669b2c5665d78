// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.internal.lance.files.ColumnFileWriter;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Fills a column file row by row, with blanks where rows have no value. Belongs to one thread. */
public final class PaddedWriter implements AutoCloseable {
    private final ColumnFileWriter file;
    private final VectorSchemaRoot batch;
    private final int batchRows;
    private int filled;

    /** Fills a file in batches of so many rows. */
    public PaddedWriter(BufferAllocator allocator, Schema schema, int batchRows, ColumnFileWriter file) {
        this.file = file;
        this.batchRows = batchRows;
        this.batch = VectorSchemaRoot.create(schema, allocator);
    }

    /** Adds the row of these vectors, which are in the order of the file's columns. */
    public void add(List<FieldVector> vectors, int row) {
        for (int i = 0; i < vectors.size(); i++) {
            VectorCopy.copy(vectors.get(i), row, batch.getVector(i), filled);
        }
        filled();
    }

    /** Adds blank rows until there are this many. */
    public void padTo(long rows) {
        while (file.rows() + filled < rows) {
            for (FieldVector vector : batch.getFieldVectors()) {
                VectorCopy.blank(vector, filled);
            }
            filled();
        }
    }

    private void filled() {
        if (++filled == batchRows) {
            flush();
        }
    }

    /** Hands everything that was added to the file. */
    public void flush() {
        if (filled > 0) {
            batch.setRowCount(filled);
            file.write(batch);
            batch.clear();
            filled = 0;
        }
    }

    @Override
    public void close() {
        batch.close();
    }
}
