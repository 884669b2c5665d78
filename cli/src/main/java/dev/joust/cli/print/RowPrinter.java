// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes rows one by one and prints them; closing completes what is printed. */
public sealed interface RowPrinter extends AutoCloseable permits JsonRowPrinter, TextRowPrinter {
    /**
     * Adds a row.
     *
     * @param values one per column: null, booleans, numbers, text, {@code byte[]}, lists, maps with text keys, arrays
     *     of numbers; anything else as its text
     */
    void add(List<? extends @Nullable Object> values);

    @Override
    void close();
}
