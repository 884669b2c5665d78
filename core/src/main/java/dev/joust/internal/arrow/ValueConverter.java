// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import org.jspecify.annotations.Nullable;

/** Converts what a {@link CellReader} gives into what a record component takes. */
@FunctionalInterface
interface ValueConverter {
    @Nullable
    Object convert(@Nullable Object value);
}
