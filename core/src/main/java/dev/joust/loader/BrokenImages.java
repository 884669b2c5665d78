// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

/**
 * What becomes of a row whose image is NULL or cannot be decoded. Whatever is chosen, such rows are counted in
 * {@link LoaderStatistics#brokenRows} and named by {@link Batch#brokenRows}.
 */
public enum BrokenImages {
    /** The batch fails, with the first such row of it in the message. */
    FAIL,

    /**
     * The row is left out. Its batch is shorter by it, and may be empty: other batches stay as they are, so that
     * resuming at a step, and the number of steps of several machines, do not depend on which images are broken.
     */
    SKIP,

    /**
     * Another row of the batch stands in its place, with all its columns: the next one before it that is whole, or
     * after it if there is none. Batches keep their size. A batch without any whole image fails.
     */
    REPLACE
}
