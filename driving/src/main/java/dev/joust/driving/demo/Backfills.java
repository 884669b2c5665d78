// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.backfill.Backfill;
import dev.joust.backfill.BackfillResult;
import dev.joust.job.JobEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs a backfill and tells of it. */
final class Backfills {
    private Backfills() {}

    static BackfillResult run(Table frames, DemoListener listener, Map<String, Object> facts, String... features) {
        return run(frames, frames.backfill(features), "", listener, facts, features);
    }

    /** Computes only rows for which an SQL expression is true. */
    static BackfillResult runWhere(
            Table frames, DemoListener listener, Map<String, Object> facts, String where, String feature) {
        Backfill backfill = frames.backfill(feature).where(where);
        return run(frames, backfill, ".where(\"" + where + "\")", listener, facts, feature);
    }

    private static BackfillResult run(
            Table frames,
            Backfill backfill,
            String narrowed,
            DemoListener listener,
            Map<String, Object> facts,
            String... features) {
        BackfillResult result = backfill.onProgress(event -> {
                    if (event instanceof JobEvent.Progress progress) {
                        listener.progress("backfill", progress.rowsDone(), progress.rowsTotal());
                    }
                })
                .run();
        long rows = frames.count();
        listener.answered(
                "frames.backfill("
                        + (features.length > 1
                                ? "\"" + features[0] + "\", \"" + features[1] + "\", ..."
                                : Arrays.stream(features)
                                        .map(name -> "\"" + name + "\"")
                                        .collect(Collectors.joining()))
                        + ")" + narrowed + ".run()",
                Words.count(result.rowsComputed()) + " of " + Words.count(rows, "row")
                        + (features.length > 1 ? ", in one pass" : ""));
        facts.put("rows_computed", result.rowsComputed());
        facts.put("rows_failed", result.rowsFailed());
        facts.put("version", result.version());
        return result;
    }
}
