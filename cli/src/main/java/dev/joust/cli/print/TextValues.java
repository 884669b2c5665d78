// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import dev.joust.query.CellText;
import org.jspecify.annotations.Nullable;

/** A table's values as one cell of text. */
final class TextValues {
    private TextValues() {}

    /** Says a value in a few characters, as {@link CellText} does. */
    static String format(@Nullable Object value) {
        return value instanceof Quantity quantity ? quantity.text() : CellText.of(value);
    }
}
