// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A terminal that keeps what is printed. */
public final class FakeTerminal {
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final Terminal terminal;

    private FakeTerminal(boolean drawsProgress, boolean limitsRows, int columns) {
        this.terminal = new Terminal(
                new PrintStream(stdout, true, StandardCharsets.UTF_8),
                new PrintStream(stderr, true, StandardCharsets.UTF_8),
                Style.PLAIN,
                Style.PLAIN,
                drawsProgress,
                limitsRows,
                columns);
    }

    public static FakeTerminal plain(int columns) {
        return new FakeTerminal(false, true, columns);
    }

    public static FakeTerminal piped() {
        return new FakeTerminal(false, false, 40);
    }

    public static FakeTerminal drawing(int columns) {
        return new FakeTerminal(true, true, columns);
    }

    public Terminal terminal() {
        return terminal;
    }

    public String stdout() {
        return stdout.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    public String stderr() {
        return stderr.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
