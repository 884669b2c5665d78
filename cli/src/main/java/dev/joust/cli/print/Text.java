// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines and tables for people on stdout. */
public final class Text {
    private final Terminal terminal;

    /** Writes to stdout of this terminal. */
    public Text(Terminal terminal) {
        this.terminal = requireNonNull(terminal, "terminal");
    }

    /** How text may be styled. */
    public Style style() {
        return terminal.stdoutStyle();
    }

    /** Prints one line. */
    public Text line(String line) {
        terminal.stdout().println(line);
        return this;
    }

    /** Prints rows under their headers, or {@code none} where there is no row. */
    public Text table(List<String> headers, List<? extends List<?>> rows, String none) {
        if (rows.isEmpty()) {
            return line(none);
        }
        try (TextRowPrinter table = new TextRowPrinter(terminal, headers)) {
            rows.forEach(table::add);
        }
        return this;
    }

    /** Prints names and values below each other, the values aligned; null as {@code -}. */
    public Text fields(Map<String, ? extends @Nullable Object> fields) {
        int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
        fields.forEach((name, value) ->
                line(style().dim(name) + " ".repeat(width - name.length() + 2) + TextValues.format(value)));
        return this;
    }

    /** Says what could be done next. */
    public Text hint(String line) {
        return line(style().dim(line));
    }
}
