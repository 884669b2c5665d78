// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

/** Progress as one line with a bar that is drawn again and again, and stays when its stage has ended. */
final class BarProgress implements ProgressDisplay {
    private static final int BAR_WIDTH = 24;
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
        Style style = terminal.stderrStyle();
        String bar = now.fraction().isPresent()
                ? bar(now.fraction().getAsDouble()) + String.format("%4.0f%%  ", Math.floor(100 * fraction(now)))
                : "";
        String rows = now.isWithoutRows() ? "" : now.rows() + "  " + HumanFormat.rate(now.rowsPerSecond()) + "  ";
        String facts = rows + time(now, ended) + version();
        int room = terminal.columns() - 1;
        String name = now.stage();
        int plainLength = name.length() + 2 + bar.length() + facts.length();
        if (plainLength > room) {
            // A line that wraps cannot be drawn over: the bar goes first, then the end of the facts.
            String line = name + "  " + facts;
            terminal.stderr().print(CLEAR_LINE + line.substring(0, Math.min(room, line.length())));
        } else {
            terminal.stderr().print(CLEAR_LINE + style.bold(name) + "  " + style.cyan(bar) + facts);
        }
        terminal.stderr().flush();
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
    private static String bar(double fraction) {
        int eighths = (int) Math.round(fraction * BAR_WIDTH * 8);
        int whole = eighths / 8;
        StringBuilder bar = new StringBuilder("█".repeat(whole));
        if (whole < BAR_WIDTH) {
            bar.append(BLOCKS.charAt(eighths % 8));
            bar.append("·".repeat(BAR_WIDTH - whole - 1));
        }
        return bar.toString();
    }
}
