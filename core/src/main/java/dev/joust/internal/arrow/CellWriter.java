// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import org.jspecify.annotations.Nullable;

/** Writes Java objects into one vector, growing it; made once per vector by {@link CellWriters}. */
@FunctionalInterface
public interface CellWriter {
    /**
     * Writes one value; positions must not decrease.
     *
     * @return about how many bytes of Arrow memory it takes
     * @throws CellProblem if the value does not fit the column
     */
    long write(int index, @Nullable Object value);
}
