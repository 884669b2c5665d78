// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A function of many rows at once that reads and writes Arrow vectors, column by column, without an object per value.
 *
 * <p>Threads: each worker thread has an instance of its own, which it opens before the first batch and closes after the
 * last one.
 */
public interface ArrowUdf extends AutoCloseable {
    /** Prepares the instance: loads models, allocates buffers. */
    default void open(UdfContext context) throws Exception {}

    /**
     * Computes all rows of a batch. An exception concerns the whole batch.
     *
     * @param in a vector for each input, under the name of its column, with exactly the rows that are to be computed;
     *     without a NULL unless the feature {@link FeatureDraft#acceptsNull accepts nulls}. Valid during the call only,
     *     and not to be changed
     * @param out an empty vector for each column of the feature, under its name and with its type, with room for one
     *     value of fixed size per row. Rows that are not set are NULL, and nothing may be set behind the last row
     */
    void compute(VectorSchemaRoot in, VectorSchemaRoot out) throws Exception;

    /** Gives back what {@link #open} took. */
    @Override
    default void close() {}
}
