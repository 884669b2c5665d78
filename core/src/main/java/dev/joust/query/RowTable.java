// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a table for people: {@code RowTable.of(search.rows()).print(System.out)}.
 *
 * <p>Scores and ids come first, numbers stand to the right, scores have four digits, other values are as in
 * {@link CellText}. No line is wider than the width: the widest texts are cut, and columns for which there is no room
 * even so are named below.
 */
public final class RowTable {
    /** How wide lines are unless told otherwise: {@value} characters. */
    public static final int DEFAULT_WIDTH = 120;

    private static final String GAP = "  ";
    private static final int MIN_CUT_WIDTH = 12;
    private static final Set<String> SCORES = Set.of("_score", "_distance", "_relevance_score");

    private final List<String> headers;
    private final List<List<@Nullable Object>> rows;
    private final int width;

    private RowTable(List<String> headers, List<List<@Nullable Object>> rows, int width) {
        this.headers = headers;
        this.rows = rows;
        this.width = width;
    }

    /** Returns the table of these rows; its columns are all that a row has. */
    public static RowTable of(List<Row> rows) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.names()));
        List<String> headers = Stream.concat(
                        names.stream().filter(name -> name.startsWith("_")),
                        names.stream().filter(name -> !name.startsWith("_")))
                .toList();
        List<List<@Nullable Object>> values = new ArrayList<>();
        for (Row row : rows) {
            List<@Nullable Object> line = new ArrayList<>();
            headers.forEach(name -> line.add(row.names().contains(name) ? row.value(name) : null));
            values.add(line);
        }
        return new RowTable(headers, values, DEFAULT_WIDTH);
    }

    /** Lets lines be so many characters wide. */
    public RowTable width(int characters) {
        if (characters <= 0) {
            throw new IllegalArgumentException("width must be positive but was " + characters);
        }
        return new RowTable(headers, rows, characters);
    }

    /** Prints it, and leaves the stream open. */
    public void print(PrintStream out) {
        out.print(this);
        out.flush();
    }

    /** The table, each line ended by a line feed; {@code No rows} where there is none. */
    @Override
    public String toString() {
        if (rows.isEmpty()) {
            return "No rows\n";
        }
        List<List<String>> cells = rows.stream().map(this::cells).toList();
        int[] widths = widths(cells);
        int shown = shown(widths);
        StringBuilder text = new StringBuilder(line(headers, widths, shown));
        cells.forEach(row -> text.append(line(row, widths, shown)));
        if (shown < headers.size()) {
            List<String> hidden = headers.subList(shown, headers.size());
            String noun = hidden.size() == 1 ? "column" : "columns";
            text.append(hidden.stream()
                            .collect(Collectors.joining(
                                    ", ", "no room for " + hidden.size() + " more " + noun + ": ", "")))
                    .append('\n');
        }
        return text.toString();
    }

    private List<String> cells(List<@Nullable Object> row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            cells.add(
                    SCORES.contains(headers.get(i)) && row.get(i) instanceof Number score
                            ? String.format(Locale.ROOT, "%.4f", score.doubleValue())
                            : CellText.of(row.get(i)));
        }
        return cells;
    }

    /** As wide as the widest cell, until the widest columns give way to the width. */
    private int[] widths(List<List<String>> cells) {
        int[] widths = new int[headers.size()];
        int total = GAP.length() * (widths.length - 1);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = headers.get(i).length();
            for (List<String> row : cells) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
            total += widths[i];
        }
        for (; total > width; total--) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= MIN_CUT_WIDTH) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private int shown(int[] widths) {
        int total = widths[0];
        int columns = 1;
        while (columns < widths.length && total + GAP.length() + widths[columns] <= width) {
            total += GAP.length() + widths[columns++];
        }
        return columns;
    }

    private String line(List<String> cells, int[] widths, int shown) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            String cell = cut(cells.get(i), Math.min(width, widths[i]));
            String padding = " ".repeat(Math.max(0, widths[i] - cell.length()));
            line.append(i == 0 ? "" : GAP).append(isNumbers(i) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing() + "\n";
    }

    private boolean isNumbers(int column) {
        return rows.stream().anyMatch(row -> row.get(column) instanceof Number);
    }

    private static String cut(String cell, int characters) {
        return cell.length() <= characters ? cell : cell.substring(0, characters - 1) + "…";
    }
}
