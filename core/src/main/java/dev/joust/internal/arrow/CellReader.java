// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import org.jspecify.annotations.Nullable;

/** Reads the values of one vector as Java objects; made once per vector by {@link CellReaders}. */
@FunctionalInterface
public interface CellReader {
    /** Returns the value at a position, null where it is NULL. */
    @Nullable
    Object read(int index);
}
