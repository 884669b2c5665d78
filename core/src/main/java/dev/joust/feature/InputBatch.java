// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import org.apache.arrow.vector.FieldVector;
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

    /** Whether a value is NULL. */
    default boolean isNull(int input, int row) {
        return value(input, row) == null;
    }

    /** Returns the value of a {@link InputType#BOOL} input. */
    default boolean bool(int input, int row) {
        return require(input, row, Boolean.class);
    }

    /** Returns the value of an input of whole numbers, {@link InputType#INT} or {@link InputType#LONG}. */
    default long integer(int input, int row) {
        return require(input, row, Number.class).longValue();
    }

    /** Returns the value of an input of numbers, such as {@link InputType#FLOAT} or {@link InputType#DOUBLE}. */
    default double number(int input, int row) {
        return require(input, row, Number.class).doubleValue();
    }

    /** Returns the value of a {@link InputType#BYTES} input. */
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

    /** Returns the value of a {@link InputType#STREAM} input, at its start; the engine closes it after the call. */
    default BlobStream stream(int input, int row) {
        return require(input, row, BlobStream.class);
    }

    /**
     * Returns all values of an input as one vector, with exactly the rows of this batch and in their order.
     *
     * @param input position among the inputs of the feature, from 0
     * @return named like the input's column; valid during the call only, and not to be changed
     */
    FieldVector vector(int input);

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
