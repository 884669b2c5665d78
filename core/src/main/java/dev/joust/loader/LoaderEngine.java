// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import java.util.function.Function;

/** What opens loaders over a table. Threads: safe for use by several threads. */
public interface LoaderEngine {
    /** Opens a loader of batches, which the caller closes. */
    Loader<Batch> open(LoaderSpec spec);

    /** Opens a loader of what a function makes of each batch; the loader closes the batch after it. */
    <T> Loader<T> open(LoaderSpec spec, Function<? super Batch, ? extends T> collate);
}
