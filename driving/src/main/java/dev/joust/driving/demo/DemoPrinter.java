// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import static java.util.Objects.requireNonNull;

import dev.joust.driving.report.Block;
import java.io.PrintWriter;
import java.util.List;

/**
 * Tells the demo as lines of text: a heading per stage, what was run with its answer beside it, and the outcome with
 * its seconds.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class DemoPrinter implements DemoListener {
    private static final int WIDTH = 104;
    private static final String INDENT = "     ";
    private static final int CODE_WIDTH = 62;
    private static final int TIME_WIDTH = 8;
    private static final int BAR = 24;

    private final PrintWriter out;
    private final Style style;
    private boolean hasProgress;
    private long lastProgressMillis;

    /** How lines are marked up. */
    public enum Style {
        /** Text alone, and no progress: for files and pipes. */
        PLAIN,
        /** Bold, dim and coloured, and a progress bar that replaces itself: for terminals. */
        TERMINAL
    }

    /** Creates a printer; the caller keeps the writer open. */
    public DemoPrinter(PrintWriter out, Style style) {
        this.out = requireNonNull(out, "out");
        this.style = requireNonNull(style, "style");
    }

    @Override
    public synchronized void stageStarted(int number, int stages, String name, String title) {
        print(dim(String.format("%2d/%d ", number, stages)) + bold(title));
    }

    @Override
    public synchronized void answered(String code, String answer) {
        List<String> lines = code.lines().toList();
        String last = lines.get(lines.size() - 1);
        lines.subList(0, lines.size() - 1).forEach(line -> print(INDENT + code(line)));
        if (last.length() > CODE_WIDTH) {
            print(INDENT + code(last));
            print(INDENT + " ".repeat(CODE_WIDTH) + "  " + answer);
        } else {
            print(INDENT + code(last) + " ".repeat(CODE_WIDTH - last.length()) + "  " + answer);
        }
    }

    @Override
    public synchronized void answered(String code, Block.Grid rows) {
        code.lines().forEach(line -> print(INDENT + code(line)));
        int[] widths = new int[rows.columns().size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = Math.max(
                    rows.columns().get(column).length(),
                    rows.rows().stream()
                            .mapToInt(row -> row.get(at).length())
                            .max()
                            .orElse(0));
        }
        print(INDENT + "  " + dim(aligned(rows.columns(), rows, widths)));
        rows.rows().forEach(row -> print(INDENT + "  " + aligned(row, rows, widths)));
    }

    private static String aligned(List<String> cells, Block.Grid grid, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String space = " ".repeat(widths[column] - cell.length());
            line.append(isNumeric(grid, column) ? space + cell : cell + space).append("   ");
        }
        return line.toString().stripTrailing();
    }

    private static boolean isNumeric(Block.Grid grid, int column) {
        return grid.rows().stream().allMatch(row -> row.get(column).matches("[0-9,.]+"));
    }

    @Override
    public synchronized void line(String text) {
        print(INDENT + text);
    }

    @Override
    public synchronized void progress(String what, long done, long total) {
        long now = System.currentTimeMillis();
        if (style == Style.PLAIN || total <= 0 || (now - lastProgressMillis < 80 && done < total)) {
            return;
        }
        lastProgressMillis = now;
        int full = (int) Math.min(BAR, BAR * done / total);
        out.print("\r\033[K" + INDENT + dim(what + " ") + "\u2501".repeat(full) + dim("\u2500".repeat(BAR - full)) + " "
                + Words.count(Math.min(done, total)) + " of " + Words.count(total));
        out.flush();
        hasProgress = true;
    }

    @Override
    public synchronized void stageFinished(DemoStage stage) {
        String seconds = Words.seconds(stage.seconds());
        int space = WIDTH - INDENT.length() - stage.outcome().length() - TIME_WIDTH;
        String mark = style == Style.TERMINAL ? "\033[32m" : "";
        print(INDENT
                + mark
                + stage.outcome()
                + (mark.isEmpty() ? "" : "\033[0m")
                + " ".repeat(Math.max(2, space))
                + dim(" ".repeat(Math.max(0, TIME_WIDTH - seconds.length())) + seconds));
        print("");
    }

    /** Says where everything lies, after the last stage. */
    public synchronized void finished(DemoResult result) {
        print(bold("Done in " + Words.seconds(result.seconds()) + "."));
        print(INDENT + "the lake    " + result.lake());
        print(INDENT + "the report  " + result.report());
        print("");
        print("Look around:");
        print(INDENT + code("export JOUST_LAKE=" + Words.quoted(result.lake())));
        print(INDENT + code("./joust tables"));
        print(INDENT + code("./joust query bdd100k --where \"has_rider AND timeofday = 'night'\" --select image_id"));
    }

    private void print(String line) {
        if (hasProgress) {
            out.print("\r\033[K");
            hasProgress = false;
        }
        out.println(line);
        out.flush();
    }

    private String code(String text) {
        return style == Style.TERMINAL ? "\033[36m" + text + "\033[0m" : text;
    }

    private String bold(String text) {
        return style == Style.TERMINAL ? "\033[1m" + text + "\033[0m" : text;
    }

    private String dim(String text) {
        return style == Style.TERMINAL ? "\033[2m" + text + "\033[0m" : text;
    }
}
