// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Tells the walk as lines of text: a heading for each step, what was called, and what came of it. */
final class Story {
    private static final String INDENT = "    ";
    private static final String GAP = "   ";

    private final PrintStream out;
    private int step;

    Story(PrintStream out) {
        this.out = out;
    }

    /** Begins a step. */
    void step(String title) {
        step++;
        out.println();
        out.printf(Locale.ROOT, "%2d  %s%n", step, title);
        out.println();
    }

    /** What is called, as it stands in a program. */
    void call(String code) {
        code.lines().forEach(line -> out.println(INDENT + "> " + line));
    }

    /** What came of it. */
    void say(String line, Object... values) {
        out.println((INDENT + String.format(Locale.ROOT, line, values)).stripTrailing());
    }

    /** A line without anything. */
    void space() {
        out.println();
    }

    /** Rows under the names of their columns; columns of numbers end at the right. */
    void table(List<String> columns, List<List<String>> rows) {
        int[] widths = new int[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[at] = rows.stream()
                    .mapToInt(row -> row.get(at).length())
                    .reduce(columns.get(at).length(), Math::max);
        }
        line(columns, rows, widths);
        rows.forEach(row -> line(row, rows, widths));
    }

    private void line(List<String> cells, List<List<String>> rows, int[] widths) {
        StringBuilder line = new StringBuilder(INDENT);
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            boolean isNumeric = rows.stream().allMatch(row -> row.get(at).matches("-?[0-9][0-9,.]*%?|"));
            String space = " ".repeat(widths[column] - cells.get(column).length());
            line.append(isNumeric ? space + cells.get(column) : cells.get(column) + space)
                    .append(GAP);
        }
        out.println(line.toString().stripTrailing());
    }

    /** With commas: {@code 12,345}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
