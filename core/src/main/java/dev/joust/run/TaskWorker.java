// SPDX-License-Identifier: Apache-2.0
package dev.joust.run;

import java.io.Serializable;

/** Does tasks in one process; a {@link WorkerRecipe} makes it. */
@FunctionalInterface
public interface TaskWorker<T extends Task<R>, R extends Serializable> extends AutoCloseable {
    /** Does one task; called by several threads at once. */
    R execute(T task) throws InterruptedException;

    /** Gives back what the worker holds; no task is running any more. */
    @Override
    default void close() {}
}
