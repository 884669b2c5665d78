// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.feature.BlobStream;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/**
 * The inputs of some rows of a fragment, as they were read.
 *
 * @param columns the names of the vectors
 * @param vectors the values; closed by {@link #close}
 * @param offsets the physical offset of each row
 * @param rowIds the row id of each row
 * @param bytes how many bytes the vectors take
 * @param blobs opens the values of blobs of which the vectors hold the places only
 */
record RawBatch(
        List<String> columns,
        List<FieldVector> vectors,
        RowNumbers offsets,
        RowNumbers rowIds,
        long bytes,
        BlobOpener blobs)
        implements AutoCloseable {
    /** Opens a blob. */
    @FunctionalInterface
    interface BlobOpener {
        /** Describes a blob of this size; the caller closes it. */
        BlobStream open(String column, long rowId, long size);
    }

    int rows() {
        return offsets.size();
    }

    FieldVector vector(String column) {
        return vectors.get(columns.indexOf(column));
    }

    @Override
    public void close() {
        vectors.forEach(FieldVector::close);
    }
}
