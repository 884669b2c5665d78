// SPDX-License-Identifier: Apache-2.0
package dev.joust.run;

import java.io.Serializable;

/**
 * Everything that a process needs to do tasks, as a small value: names, places and settings, nothing of the memory of
 * the program that planned them.
 *
 * @param <T> the tasks
 * @param <R> what comes of them
 */
public interface WorkerRecipe<T extends Task<R>, R extends Serializable> extends Serializable {
    /**
     * Makes the worker of a process, which whoever runs the tasks closes after the last one.
     *
     * @throws dev.joust.error.JoustException if this process lacks what the tasks need; no task has run then
     */
    TaskWorker<T, R> open(RunContext context);
}
