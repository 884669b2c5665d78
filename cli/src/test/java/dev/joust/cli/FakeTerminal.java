// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A terminal that keeps what is printed. */
final class FakeTerminal {
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final Terminal terminal;

    private FakeTerminal(boolean drawsProgress, int columns) {
        this.terminal = new Terminal(
                new PrintStream(stdout, true, StandardCharsets.UTF_8),
                new PrintStream(stderr, true, StandardCharsets.UTF_8),
                Style.PLAIN,
                Style.PLAIN,
                drawsProgress,
                columns);
    }

    static FakeTerminal plain(int columns) {
        return new FakeTerminal(false, columns);
    }

    static FakeTerminal drawing(int columns) {
        return new FakeTerminal(true, columns);
    }

    Terminal terminal() {
        return terminal;
    }

    String stdout() {
        return stdout.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    String stderr() {
        return stderr.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
