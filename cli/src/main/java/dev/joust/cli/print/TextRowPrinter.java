// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a table with aligned columns, numbers to the right.
 *
 * <p>The first {@value #SAMPLE_ROWS} rows are held back to choose the widths; rows after them are printed as they come.
 * Where they are wider than the terminal, prose gives way; ids and names are never cut. Columns for which there is
 * still no room are left out and named below. Where stdout is no terminal, nothing is cut or left out.
 */
public final class TextRowPrinter implements RowPrinter {
    private static final int SAMPLE_ROWS = 200;
    private static final String GAP = "  ";
    private static final int MIN_SHRUNK_WIDTH = 12;

    /** Ids, names, times, and lists of them. */
    private static final Pattern NAMES = Pattern.compile("[\\w.:/@-]{0,40}(, [\\w.:/@-]{1,40}){0,3}");

    private final Terminal terminal;
    private final List<String> headers;
    private final boolean[] rightAligned;
    private final boolean[] holdsNames;
    private final List<List<String>> sample = new ArrayList<>();
    private int @Nullable [] widths;
    private int visible;
    private boolean closed;

    /** Begins a table; its header is printed with the rows. */
    public TextRowPrinter(Terminal terminal, List<String> headers) {
        this.terminal = requireNonNull(terminal, "terminal");
        this.headers = List.copyOf(headers);
        this.rightAligned = new boolean[headers.size()];
        this.holdsNames = new boolean[headers.size()];
    }

    @Override
    public void add(List<? extends @Nullable Object> values) {
        List<String> cells = new ArrayList<>(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            Object value = values.get(i);
            cells.add(TextValues.format(value));
            rightAligned[i] |= value instanceof Number || value instanceof Quantity;
        }
        if (widths != null) {
            printRow(cells, widths);
            return;
        }
        sample.add(cells);
        if (sample.size() == SAMPLE_ROWS) {
            printSample();
        }
    }

    @Override
    public void close() {
        if (!closed && widths == null) {
            printSample();
        }
        if (!closed && visible < headers.size()) {
            List<String> hidden = headers.subList(visible, headers.size());
            terminal.stdout()
                    .println(terminal.stdoutStyle()
                            .dim("no room for " + HumanFormat.count(hidden.size(), "more column") + ": "
                                    + String.join(", ", hidden)));
        }
        closed = true;
        terminal.stdout().flush();
    }

    private void printSample() {
        int[] chosen = chooseWidths();
        widths = chosen;
        visible = fitting(chosen);
        terminal.stdout().println(terminal.stdoutStyle().bold(rowOf(headers, chosen)));
        sample.forEach(row -> printRow(row, chosen));
        sample.clear();
    }

    private int[] chooseWidths() {
        int[] chosen = new int[headers.size()];
        int total = GAP.length() * Math.max(0, headers.size() - 1);
        for (int i = 0; i < chosen.length; i++) {
            int column = i;
            chosen[i] = headers.get(i).length();
            for (List<String> row : sample) {
                chosen[i] = Math.max(chosen[i], row.get(i).length());
            }
            holdsNames[i] = sample.stream()
                    .allMatch(row -> NAMES.matcher(row.get(column)).matches());
            total += chosen[i];
        }
        // The widest columns give way, one character at a time, until the row fits the terminal.
        while (total > terminal.rowColumns()) {
            int widest = -1;
            for (int i = 0; i < chosen.length; i++) {
                boolean mayShrink = !holdsNames[i] && chosen[i] > MIN_SHRUNK_WIDTH;
                widest = mayShrink && (widest < 0 || chosen[i] > chosen[widest]) ? i : widest;
            }
            if (widest < 0) {
                break;
            }
            chosen[widest]--;
            total--;
        }
        return chosen;
    }

    private int fitting(int[] chosen) {
        int total = chosen[0];
        int columns = 1;
        while (columns < chosen.length && total + GAP.length() + chosen[columns] <= terminal.rowColumns()) {
            total += GAP.length() + chosen[columns];
            columns++;
        }
        return columns;
    }

    private void printRow(List<String> cells, int[] columnWidths) {
        terminal.stdout().println(rowOf(cells, columnWidths));
    }

    private String rowOf(List<String> cells, int[] columnWidths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < visible; i++) {
            boolean isWhole = holdsNames[i] || !terminal.limitsRows();
            String cell = isWhole ? cells.get(i) : shorten(cells.get(i), columnWidths[i]);
            String padding = " ".repeat(Math.max(0, columnWidths[i] - cell.length()));
            line.append(i == 0 ? "" : GAP).append(rightAligned[i] ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static String shorten(String cell, int width) {
        return cell.length() <= width ? cell : cell.substring(0, width - 1) + "…";
    }
}
