// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The results of a batch. Rows that are not set become NULL, which is a result like any other.
 *
 * <p>Threads: belongs to the thread that computes it.
 */
public interface OutputBatch {
    /** Sets the value of the feature's first column. */
    default void set(int row, @Nullable Object value) {
        set(row, 0, value);
    }

    /**
     * Sets a value.
     *
     * @param output position among the columns of the feature, from 0
     * @param value as the column's type wants it: {@code Boolean}, a number, {@code String}, {@code byte[]},
     *     {@code float[]}, a {@code List}, a {@code Map}, a type of {@code java.time}; null for NULL
     */
    void set(int row, int output, @Nullable Object value);

    /**
     * Returns the vector that all values of a column are to be written into, instead of setting them one by one.
     *
     * @param output position among the columns of the feature, from 0
     * @return empty, of the column's type, with room for one value of fixed size per row; rows that are not written are
     *     NULL. The engine closes it
     */
    FieldVector vector(int output);

    /** Says that a row could not be computed; the error policy of the backfill decides what happens. */
    void fail(int row, Throwable cause);
}
