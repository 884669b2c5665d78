// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.backfill.Preview;
import dev.joust.cli.print.HumanFormat;
import java.util.ArrayList;
import java.util.List;

/** What a preview says of speed: only what its sample can tell. */
final class PreviewSummary {
    private static final int MOST_ROWS = 10_000;

    private PreviewSummary() {}

    /** One line on what was computed, and one on the rest if there is any. */
    static List<String> lines(Preview preview, int cores) {
        List<String> lines = new ArrayList<>();
        String rows = HumanFormat.count(preview.rows().size(), "row");
        lines.add(rows + " in " + HumanFormat.seconds(preview.seconds())
                + (preview.laterRows() > 0 ? ", the later half at " : ", ")
                + HumanFormat.rate(preview.rowsPerSecond()) + " with one instance"
                + (preview.openSeconds() >= 0.1
                        ? "; opened in " + HumanFormat.seconds(preview.openSeconds()) + " before"
                        : "")
                + (preview.rowsFailed() > 0 ? "; " + HumanFormat.count(preview.rowsFailed()) + " failed" : ""));
        if (preview.rowsLeft() > 0) {
            lines.add(HumanFormat.count(preview.rowsLeft(), "row") + " to compute: "
                    + (preview.isTooShort() ? "the sample is too small to tell, probably less than " : "about ")
                    + HumanFormat.seconds(preview.secondsLeft(1)) + " with one instance, "
                    + HumanFormat.seconds(preview.secondsLeft(cores)) + " with " + cores
                    + more(preview));
        }
        return lines;
    }

    /** How many rows would tell more, where that is not all of them or a flood. */
    private static String more(Preview preview) {
        double needed = 4 * preview.rowsPerSecond() * Preview.TELLING_SECONDS;
        long rows = (long) Math.pow(10, Math.ceil(Math.log10(Math.max(10, needed))));
        return preview.isTooShort() && rows < preview.rowsLeft() && rows <= MOST_ROWS
                ? "; --rows " + rows + " would tell more"
                : "";
    }
}
