// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import java.io.PrintStream;

/** Progress as plain lines, for logs: one every few seconds, for commits too, and one at the end of a stage. */
final class LineProgress implements ProgressDisplay {
    private static final double SECONDS_BETWEEN_LINES = 5;

    private final PrintStream stderr;
    private double nextSeconds = SECONDS_BETWEEN_LINES;
    private double nextCommitSeconds;

    LineProgress(PrintStream stderr) {
        this.stderr = stderr;
    }

    @Override
    public void show(ProgressSnapshot now) {
        if (now.seconds() >= nextSeconds) {
            nextSeconds = now.seconds() + SECONDS_BETWEEN_LINES;
            String eta = now.etaSeconds().isPresent()
                    ? ", " + HumanFormat.seconds(now.etaSeconds().getAsDouble()) + " left"
                    : "";
            if (now.isWithoutRows()) {
                print(now.stage() + ": " + HumanFormat.seconds(now.seconds()) + " so far");
                return;
            }
            print(now.stage() + ": " + now.rows() + ", " + HumanFormat.rate(now.rowsPerSecond()) + eta);
        }
    }

    @Override
    public void checkpoint(ProgressSnapshot now) {
        // Too many for a log.
    }

    @Override
    public void commit(ProgressSnapshot now, long version) {
        boolean isLast = now.fraction().isPresent() && now.fraction().getAsDouble() >= 1;
        // The last one is told with the result; all of a backfill with many fragments are too many for a log.
        if (!isLast && now.seconds() >= nextCommitSeconds) {
            nextCommitSeconds = now.seconds() + SECONDS_BETWEEN_LINES;
            print(now.stage() + ": " + now.rows() + ", committed as version " + version);
        }
    }

    @Override
    public void end(ProgressSnapshot last) {
        nextSeconds = SECONDS_BETWEEN_LINES;
        nextCommitSeconds = 0;
        if (last.rowsDone() == 0) {
            // A command that found wrong input before its first row says only that.
            return;
        }
        print(last.stage() + ": " + last.rows() + " in " + HumanFormat.seconds(last.seconds()));
    }

    private void print(String line) {
        stderr.println(line);
        stderr.flush();
    }
}
