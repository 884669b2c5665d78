// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import org.jspecify.annotations.Nullable;

/**
 * The inputs of some rows, in row order: exactly the rows that are to be computed.
 *
 * <p>Unless the feature {@link FeatureDraft#acceptsNull accepts nulls}, no value in it is NULL.
 *
 * <p>Threads: belongs to the thread that computes it.
 */
public interface InputBatch {
    /** How many rows there are. */
    int rows();

    /** The row id of a row of this batch. */
    long rowId(int row);

    /**
     * Returns a value as the type that the feature declared for this input.
     *
     * @param input position among the inputs of the feature, from 0
     * @return null where it is NULL
     */
    @Nullable
    Object value(int input, int row);

    /** Returns the value of a {@link InputType#BYTES} input; may be called once more without another copy. */
    default byte[] bytes(int input, int row) {
        return require(input, row, byte[].class);
    }

    /** Returns the value of a {@link InputType#STRING} input. */
    default String string(int input, int row) {
        return require(input, row, String.class);
    }

    /** Returns the value of a {@link InputType#FLOATS} input. */
    default float[] floats(int input, int row) {
        return require(input, row, float[].class);
    }

    /**
     * Returns what was computed under this key for this row, by this or by another function of the same pass, or
     * computes and keeps it until the batch is done: an image that several features need is decoded once.
     *
     * @param key names the computation and everything that it depends on besides the row
     */
    <T> T shared(String key, int row, SharedValue<T> compute) throws Exception;

    /** Computes a value that several functions of one pass share. */
    @FunctionalInterface
    interface SharedValue<T> {
        /** Computes the value. */
        T compute() throws Exception;
    }

    private <T> T require(int input, int row, Class<T> type) {
        Object value = value(input, row);
        if (value == null) {
            throw new NullPointerException("Input " + input + " of row id " + rowId(row) + " is NULL");
        }
        return type.cast(value);
    }
}
