// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.query.Row;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a root as {@link Row}s, which stay valid when the root is closed.
 *
 * <p>Stays valid when the root is loaded with another batch.
 */
public final class RowReader {
    private final Row.Header header;
    private final CellReader[] readers;

    private RowReader(Row.Header header, CellReader[] readers) {
        this.header = header;
        this.readers = readers;
    }

    /** Returns a reader of the rows of a root whose columns hold no dictionaries. */
    public static RowReader of(VectorSchemaRoot root) {
        return of(root, new DictionaryProvider.MapDictionaryProvider());
    }

    /** Returns a reader of the rows of a root. */
    public static RowReader of(VectorSchemaRoot root, DictionaryProvider dictionaries) {
        List<FieldVector> vectors = root.getFieldVectors();
        CellReader[] readers = vectors.stream()
                .map(vector -> CellReaders.of(vector, dictionaries))
                .toArray(CellReader[]::new);
        return new RowReader(
                Row.header(vectors.stream().map(FieldVector::getName).toList()), readers);
    }

    /** Returns the row at a position of the batch, from 0. */
    public Row read(int row) {
        @Nullable Object[] values = new Object[readers.length];
        for (int i = 0; i < readers.length; i++) {
            values[i] = readers[i].read(row);
        }
        return header.row(values);
    }
}
