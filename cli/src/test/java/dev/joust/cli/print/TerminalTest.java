// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void usesColoursOnTheOutputsThatAreTerminals() {
        Terminal terminal = detect(Map.of(), "2", "132");

        assertThat(terminal.stdoutStyle()).isEqualTo(Style.PLAIN);
        assertThat(terminal.stderrStyle()).isEqualTo(Style.ANSI);
        assertThat(terminal.drawsProgress()).isTrue();
        assertThat(terminal.columns()).isEqualTo(132);
    }

    @Test
    void leavesOutColoursButNotTheBarWhereAskedTo() {
        Terminal terminal = detect(Map.of("NO_COLOR", "1"), "12", "0");

        assertThat(terminal.stdoutStyle()).isEqualTo(Style.PLAIN);
        assertThat(terminal.stderrStyle()).isEqualTo(Style.PLAIN);
        assertThat(terminal.drawsProgress()).isTrue();
        assertThat(terminal.columns()).isEqualTo(100);
    }

    @Test
    void drawsNothingOnADumbTerminal() {
        Terminal terminal = detect(Map.of("TERM", "dumb"), "12", "nonsense");

        assertThat(terminal.stdoutStyle()).isEqualTo(Style.PLAIN);
        assertThat(terminal.drawsProgress()).isFalse();
        assertThat(terminal.columns()).isEqualTo(100);
    }

    @Test
    void wrapsStyledTextInEscapeSequences() {
        assertThat(Style.ANSI.red("x")).isEqualTo("\033[31mx\033[0m");
        assertThat(Style.PLAIN.red("x")).isEqualTo("x");
    }

    private static Terminal detect(Map<String, String> environment, String terminals, String columns) {
        Properties properties = new Properties();
        properties.setProperty(Terminal.TERMINALS_PROPERTY, terminals);
        properties.setProperty(Terminal.COLUMNS_PROPERTY, columns);
        return Terminal.detect(System.out, System.err, environment, properties);
    }
}
