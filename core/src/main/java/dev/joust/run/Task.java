// SPDX-License-Identifier: Apache-2.0
package dev.joust.run;

import java.io.Serializable;

/**
 * A piece of work as a small value: it says what is to be done and needs nothing from the memory of the program that
 * planned it.
 *
 * @param <R> what comes of it
 */
public interface Task<R extends Serializable> extends Serializable {
    /** What it does, for progress and logs, such as {@code fragment 3}. */
    String label();
}
