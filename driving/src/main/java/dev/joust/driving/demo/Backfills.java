// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.backfill.Backfill;
import dev.joust.backfill.BackfillResult;
import dev.joust.job.JobEvent;
import java.util.List;
import java.util.Map;

/** Runs a backfill and tells of it. */
final class Backfills {
    private static final int CODE_WIDTH = 60;

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
                code(List.of(features), narrowed),
                Words.count(result.rowsComputed()) + " of " + Words.count(rows, "row")
                        + (features.length > 1 ? ", in one pass" : ""));
        facts.put("rows_computed", result.rowsComputed());
        facts.put("rows_failed", result.rowsFailed());
        facts.put("version", result.version());
        return result;
    }

    /** The call, on lines of some {@value #CODE_WIDTH} characters. */
    private static String code(List<String> features, String narrowed) {
        StringBuilder code = new StringBuilder("frames.backfill(");
        int lineStart = 0;
        for (int i = 0; i < features.size(); i++) {
            String word = "\"" + features.get(i) + "\"" + (i < features.size() - 1 ? ", " : ")" + narrowed + ".run()");
            if (code.length() + word.length() - lineStart > CODE_WIDTH) {
                code.setLength(code.toString().stripTrailing().length());
                lineStart = code.length() + 1;
                code.append("\n    ");
            }
            code.append(word);
        }
        return code.toString();
    }
}
