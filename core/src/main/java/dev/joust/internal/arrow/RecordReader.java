// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.Names;
import dev.joust.schema.RecordType;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a root as records, each component from the column of its name.
 *
 * <p>A component that may be null (an {@code Optional}, or annotated with {@code Nullable}) is empty or null where its
 * column is NULL or does not exist. Columns without a component are not read. Stays valid when the root is loaded with
 * another batch; the records stay valid when it is closed.
 *
 * @param <R> the record class
 */
public final class RecordReader<R> {
    private final RecordType<R> type;
    private final RecordMaker maker;
    private final @Nullable CellReader[] readers;

    private RecordReader(RecordType<R> type, RecordMaker maker, @Nullable CellReader[] readers) {
        this.type = type;
        this.maker = maker;
        this.readers = readers;
    }

    /** Returns a reader of the rows of a root whose columns hold no dictionaries. */
    public static <R> RecordReader<R> of(RecordType<R> type, VectorSchemaRoot root) {
        return of(type, root, new DictionaryProvider.MapDictionaryProvider());
    }

    /**
     * Returns a reader of the rows of a root.
     *
     * @throws SchemaMismatchException if a component that is never null has no column
     */
    public static <R> RecordReader<R> of(RecordType<R> type, VectorSchemaRoot root, DictionaryProvider dictionaries) {
        RecordMaker maker = RecordMaker.of(type.recordClass());
        List<String> names = maker.names();
        @Nullable CellReader[] readers = new CellReader[names.size()];
        for (int i = 0; i < readers.length; i++) {
            FieldVector vector = root.getVector(names.get(i));
            if (vector != null) {
                readers[i] = CellReaders.of(vector, dictionaries);
            } else if (!maker.isNullable(i)) {
                throw missing(type, names.get(i), root);
            }
        }
        return new RecordReader<>(type, maker, readers);
    }

    /**
     * Returns the row at a position of the batch, from 0.
     *
     * @throws SchemaMismatchException if a value does not fit its component
     */
    public R read(int row) {
        @Nullable Object[] values = new Object[readers.length];
        for (int i = 0; i < readers.length; i++) {
            CellReader reader = readers[i];
            values[i] = reader == null ? null : reader.read(row);
        }
        try {
            return type.recordClass().cast(maker.make(values));
        } catch (CellProblem problem) {
            throw problem.reading(row, type.recordClass());
        }
    }

    private static SchemaMismatchException missing(RecordType<?> type, String name, VectorSchemaRoot root) {
        List<String> present =
                root.getFieldVectors().stream().map(FieldVector::getName).toList();
        return new SchemaMismatchException("Cannot read rows as '"
                + type.recordClass().getSimpleName() + "': there is no column '" + name
                + "' for its component; select it, or make the component an Optional (the nearest columns are "
                + Names.quoted(Names.nearest(name, present)) + ")");
    }
}
