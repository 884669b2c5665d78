// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import java.util.Iterator;

/**
 * One epoch of batches, read and decoded ahead of their consumer by several threads and delivered in order.
 *
 * <p>Threads: one thread iterates, once. Closing at any time stops all work and gives back all memory.
 */
public interface Loader extends Iterator<Batch>, AutoCloseable {
    /** The version of the table that all rows are from. */
    long version();

    /** Rows of the whole epoch, before sharding. */
    long rows();

    /** The fingerprint of the order of epoch 0 before sharding; see {@link RowOrder#hash}. */
    String orderHash();

    /** Where the time went so far. */
    LoaderStatistics statistics();

    @Override
    void close();
}
