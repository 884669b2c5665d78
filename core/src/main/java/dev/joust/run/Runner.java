// SPDX-License-Identifier: Apache-2.0
package dev.joust.run;

import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;

/** Executes planned tasks. */
public interface Runner {
    /**
     * Executes all tasks, starting them in their order, and returns when none is running any more.
     *
     * <p>The first failure stops the rest; it is thrown after the results that came before it were handed over.
     *
     * @param recipe makes the workers, one for each process that does tasks, before the first task there
     * @param context the request to stop, and where rows are counted
     * @param results takes each result as it comes, on the calling thread
     * @throws java.util.concurrent.CancellationException if the cancellation was requested
     */
    <T extends Task<R>, R extends Serializable> void run(
            List<T> tasks, WorkerRecipe<T, R> recipe, RunContext context, Consumer<R> results);
}
