// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.util.Map;
import java.util.Properties;

/**
 * Where a command's words go, and what that place can show.
 *
 * @param stdout results
 * @param stderr progress and errors
 * @param stdoutStyle colours for stdout, or none
 * @param stderrStyle colours for stderr, or none
 * @param drawsProgress whether stderr is a terminal, so that a line can be drawn again
 * @param limitsRows whether stdout is a terminal, so that rows of a table must fit it
 * @param columns characters per line
 */
public record Terminal(
        PrintStream stdout,
        PrintStream stderr,
        Style stdoutStyle,
        Style stderrStyle,
        boolean drawsProgress,
        boolean limitsRows,
        int columns) {
    /** Set by the launcher to those of the descriptors 1 and 2 that are terminals; Java 17 cannot tell them apart. */
    public static final String TERMINALS_PROPERTY = "joust.terminals";

    /** Set by the launcher to the width of the terminal. */
    public static final String COLUMNS_PROPERTY = "joust.columns";

    private static final int DEFAULT_COLUMNS = 100;
    private static final int MIN_COLUMNS = 40;

    /** Checks, and widens what is too narrow. */
    public Terminal {
        requireNonNull(stdout, "stdout");
        requireNonNull(stderr, "stderr");
        requireNonNull(stdoutStyle, "stdoutStyle");
        requireNonNull(stderrStyle, "stderrStyle");
        columns = Math.max(MIN_COLUMNS, columns);
    }

    /** Describes the terminal that the launcher found; {@code NO_COLOR} and {@code TERM=dumb} leave out the colours. */
    public static Terminal detect(
            PrintStream stdout, PrintStream stderr, Map<String, String> environment, Properties properties) {
        String terminals = properties.getProperty(TERMINALS_PROPERTY, "");
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean colours = !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                stdout,
                stderr,
                colours && terminals.contains("1") ? Style.ANSI : Style.PLAIN,
                colours && terminals.contains("2") ? Style.ANSI : Style.PLAIN,
                !dumb && terminals.contains("2"),
                terminals.contains("1"),
                columns(properties.getProperty(COLUMNS_PROPERTY, "")));
    }

    /** Characters that a row of a table may have. */
    int rowColumns() {
        return limitsRows ? columns : Integer.MAX_VALUE;
    }

    private static int columns(String text) {
        try {
            int columns = Integer.parseInt(text);
            return columns > 0 ? columns : DEFAULT_COLUMNS;
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }
}
