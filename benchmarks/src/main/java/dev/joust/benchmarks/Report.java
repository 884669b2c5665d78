// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import java.io.PrintStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Prints Markdown. */
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** Begins with a heading and the machine. */
    static Report begin(String heading) {
        Report report = new Report(System.out);
        report.out.println();
        report.out.println("### " + heading);
        report.out.println();
        report.out.println(String.format(
                Locale.ROOT,
                "%s %s, %d processors, JDK %s",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version")));
        report.out.println();
        return report;
    }

    void header(String... cells) {
        row(cells);
        out.println("|" + String.join("|", Collections.nCopies(cells.length, "---")) + "|");
    }

    void row(String... cells) {
        out.println("| " + String.join(" | ", List.of(cells)) + " |");
        out.flush();
    }

    static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.0f%%", ratio * 100);
    }

    static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value);
    }

    static String millis(double seconds) {
        return String.format(Locale.ROOT, seconds < 0.1 ? "%.2f ms" : "%.0f ms", seconds * 1000);
    }
}
