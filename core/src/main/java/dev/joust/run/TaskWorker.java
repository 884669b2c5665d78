// SPDX-License-Identifier: Apache-2.0
package dev.joust.run;

import java.io.Serializable;

/** Does tasks, wherever they were sent. */
@FunctionalInterface
public interface TaskWorker<T extends Task<R>, R extends Serializable> {
    /** Does one task; called by several threads at once. */
    R execute(T task) throws InterruptedException;
}
