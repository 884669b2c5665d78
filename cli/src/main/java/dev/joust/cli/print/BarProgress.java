// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import java.util.List;

/** Progress as one line with a bar that is drawn again and again, and stays when its stage has ended. */
final class BarProgress implements ProgressDisplay {
    private static final int[] BAR_WIDTHS = {24, 16, 8};
    private static final int SHORTEST_NAME = 6;
    private static final String BLOCKS = " ▏▎▍▌▋▊▉█";
    private static final String CLEAR_LINE = "\r\033[K";

    private final Terminal terminal;
    private long committedVersion = -1;

    BarProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void show(ProgressSnapshot now) {
        draw(now, false);
    }

    @Override
    public void checkpoint(ProgressSnapshot now) {
        draw(now, false);
    }

    @Override
    public void commit(ProgressSnapshot now, long version) {
        committedVersion = version;
        draw(now, false);
    }

    @Override
    public void end(ProgressSnapshot last) {
        draw(last, true);
        terminal.stderr().println();
        terminal.stderr().flush();
        committedVersion = -1;
    }

    private void draw(ProgressSnapshot now, boolean ended) {
        Line line = fitting(now, time(now, ended));
        Style style = terminal.stderrStyle();
        terminal.stderr().print(CLEAR_LINE + style.bold(line.name()) + "  " + style.cyan(line.bar()) + line.facts());
        terminal.stderr().flush();
    }

    /** The fullest line that fits, for one that wraps cannot be drawn over: what matters least goes first. */
    private Line fitting(ProgressSnapshot now, String time) {
        boolean isWithoutRows = now.isWithoutRows();
        String rows = isWithoutRows ? "" : now.rows() + "  ";
        String rate = isWithoutRows ? "" : HumanFormat.rate(now.rowsPerSecond()) + "  ";
        int room = terminal.columns() - 1;
        Line line = new Line("", "", "");
        for (String facts : List.of(rows + rate + time + version(), rows + rate + time, rows + time, time)) {
            for (int width : BAR_WIDTHS) {
                line = new Line(now.stage(), bar(now, width), facts);
                if (line.length() <= room) {
                    return line;
                }
            }
        }
        return line.shortened(room);
    }

    private static String bar(ProgressSnapshot now, int width) {
        return now.fraction().isPresent()
                ? bar(now.fraction().getAsDouble(), width) + String.format("%4.0f%%  ", Math.floor(100 * fraction(now)))
                : "";
    }

    /** What is drawn, without colours. */
    private record Line(String name, String bar, String facts) {
        int length() {
            return name.length() + 2 + bar.length() + facts.length();
        }

        /** The same with the end of its name left out, or where that is not enough the end of all. */
        Line shortened(int room) {
            int left = room - 2 - bar.length() - facts.length();
            if (left >= SHORTEST_NAME) {
                return new Line(name.substring(0, Math.min(name.length(), left - 1)) + "…", bar, facts);
            }
            String all = name + "  " + facts;
            return new Line(all.substring(0, Math.min(Math.max(0, room - 2), all.length())), "", "");
        }
    }

    private static double fraction(ProgressSnapshot now) {
        return now.fraction().orElse(0);
    }

    private static String time(ProgressSnapshot now, boolean ended) {
        if (ended || now.etaSeconds().isEmpty()) {
            return HumanFormat.seconds(now.seconds());
        }
        return HumanFormat.seconds(now.etaSeconds().getAsDouble()) + " left";
    }

    private String version() {
        return committedVersion < 0 ? "" : "  version " + committedVersion;
    }

    /** Fills the bar in eighths of a character. */
    private static String bar(double fraction, int width) {
        int eighths = (int) Math.round(fraction * width * 8);
        int whole = eighths / 8;
        StringBuilder bar = new StringBuilder("█".repeat(whole));
        if (whole < width) {
            bar.append(BLOCKS.charAt(eighths % 8));
            bar.append("·".repeat(width - whole - 1));
        }
        return bar.toString();
    }
}
