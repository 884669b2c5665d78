// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Lines and tables for people on stdout. */
final class Text {
    private final Terminal terminal;

    Text(Terminal terminal) {
        this.terminal = requireNonNull(terminal, "terminal");
    }

    /** How text may be styled. */
    Style style() {
        return terminal.stdoutStyle();
    }

    /** Prints one line. */
    Text line(String line) {
        terminal.stdout().println(line);
        return this;
    }

    /** Prints rows under their headers, or {@code none} where there is no row. */
    Text table(List<String> headers, List<? extends List<?>> rows, String none) {
        if (rows.isEmpty()) {
            return line(none);
        }
        try (TextRowPrinter table = new TextRowPrinter(terminal, headers)) {
            rows.forEach(table::add);
        }
        return this;
    }
}
