// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Some rows, read and decoded.
 *
 * <p>Valid until it is closed, or until its loader is. Whoever receives it closes it.
 */
public interface Batch extends AutoCloseable {
    /** Its number in the epoch, from 0. */
    long step();

    /** How many rows. */
    int size();

    /** The ids of its rows, in their order. */
    long[] rowIds();

    /** The columns that were asked for, apart from the decoded one, in the same order of rows. */
    VectorSchemaRoot columns();

    /**
     * The decoded images, one after the other: size x height x width x channels values of 8 bits. The array may be
     * longer than that. Empty if nothing is decoded.
     */
    byte[] pixels();

    @Override
    void close();
}
