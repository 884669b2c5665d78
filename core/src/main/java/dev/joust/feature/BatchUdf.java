// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

/**
 * A function of many rows at once, with state: a model is loaded once per worker and serves all its rows.
 *
 * <p>Threads: each worker thread has an instance of its own, which it opens before the first batch and closes after the
 * last one.
 */
public interface BatchUdf extends AutoCloseable {
    /** Prepares the instance: loads models, allocates buffers. */
    default void open(UdfContext context) throws Exception {}

    /**
     * Computes all rows of a batch; a row that is not set becomes NULL.
     *
     * <p>An exception concerns the whole batch; {@link OutputBatch#fail} is for single rows.
     *
     * @param in valid during the call only
     * @param out valid during the call only
     */
    void compute(InputBatch in, OutputBatch out) throws Exception;

    /** Gives back what {@link #open} took. */
    @Override
    default void close() {}

    /**
     * A function that is done with each row, with all columns of it set or the row failed, before it turns to the next.
     *
     * <p>What it throws concerns the row at hand alone, and the time that a call may take begins anew with each row.
     */
    interface RowByRow extends BatchUdf {}
}
