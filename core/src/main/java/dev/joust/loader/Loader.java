// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import java.util.Iterator;

/**
 * One epoch of batches, read and decoded ahead of their consumer by several threads and delivered in order.
 *
 * <p>Memory: at most as many batches as are prefetched are in work or ready, whatever the number of threads; beside
 * them there are those that the consumer holds. Arrays of decoded images are used again.
 *
 * <p>Threads: one thread iterates, once; any thread may close it or ask for its statistics. Closing at any time stops
 * all work, ends a wait for the next batch with a {@link java.util.concurrent.CancellationException}, and gives back
 * all memory. Only a function that runs in this loader may not close it.
 *
 * <p>Exceptions: a batch that fails is thrown by {@link #next} when its turn comes, and ends the epoch.
 *
 * @param <T> what is delivered: a {@link Batch}, or what a function made of it
 */
public interface Loader<T> extends Iterator<T>, AutoCloseable {
    /** The version of the table that all rows are from. */
    long version();

    /** Rows of the whole epoch, before sharding. */
    long rows();

    /** How many batches the epoch has for this part of the rows, those before a step to resume at among them. */
    long steps();

    /** The fingerprint of the order of epoch 0 before sharding; see {@link RowOrder#hash}. */
    String orderHash();

    /** Where the time went so far. */
    LoaderStatistics statistics();

    @Override
    void close();
}
