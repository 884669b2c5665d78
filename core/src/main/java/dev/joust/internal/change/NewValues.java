// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Walks over rows that are ordered by their address, of which the last column is. Belongs to one thread. */
final class NewValues implements AutoCloseable {
    private final ArrowReader reader;
    private int row = -1;
    private int rows;

    /** Takes over a reader. */
    NewValues(ArrowReader reader) {
        this.reader = reader;
    }

    /** Goes to the next row; false if it is not the one with this address. */
    boolean moveTo(long address) throws IOException {
        row++;
        while (row >= rows) {
            if (!reader.loadNextBatch()) {
                return false;
            }
            row = 0;
            rows = reader.getVectorSchemaRoot().getRowCount();
        }
        List<FieldVector> all = all();
        return ((UInt8Vector) all.get(all.size() - 1)).get(row) == address;
    }

    /** The place of the current row in {@link #vectors}. */
    int row() {
        return row;
    }

    /** The values, without the address. */
    List<FieldVector> vectors() {
        List<FieldVector> all = all();
        return all.subList(0, all.size() - 1);
    }

    private List<FieldVector> all() {
        try {
            return reader.getVectorSchemaRoot().getFieldVectors();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
