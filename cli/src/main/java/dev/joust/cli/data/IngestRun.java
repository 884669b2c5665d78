// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.Lake;
import dev.joust.cli.arguments.NewName;
import dev.joust.cli.frame.Interruption;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.cli.print.Text;
import dev.joust.driving.FootageIngest;
import dev.joust.driving.IngestResult;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Runs an ingest and says what it did. */
final class IngestRun {
    private static final int SHOWN_PROBLEMS = 10;

    private IngestRun() {}

    static void run(Session session, String table, Function<FootageIngest, IngestResult> how) {
        NewName.require("table", table);
        AtomicLong committed = new AtomicLong();
        try (Lake lake = session.openLake()) {
            IngestResult result = session.runCancellable(cancellation -> {
                try (ProgressPrinter progress = session.newProgress()) {
                    progress.begin("ingest", OptionalLong.empty());
                    return how.apply(FootageIngest.into(lake, table)
                            .cancellation(cancellation)
                            .onProgress((done, total) -> {
                                progress.expect(total);
                                progress.reach(done);
                            })
                            .onCommit(commit -> {
                                committed.set(commit.rowsAdded());
                                progress.commit(commit.version());
                            }));
                }
            });
            print(session, result);
        } catch (CancellationException e) {
            throw Interruption.bySignal(outcome(committed.get()), e);
        }
    }

    private static String outcome(long committed) {
        return committed == 0
                ? "nothing was added"
                : HumanFormat.count(committed, "row") + (committed == 1 ? " is" : " are")
                        + " committed; run the same command again for the rest";
    }

    private static void print(Session session, IngestResult result) {
        session.output().print(json -> write(json, result), text -> print(text, result));
    }

    private static void write(ObjectNode json, IngestResult result) {
        json.put("table", result.table())
                .put("rows_added", result.rowsAdded())
                .put("rows_present", result.rowsPresent())
                .put("rows_skipped", result.rowsSkipped());
        ArrayNode problems = json.putArray("problems");
        result.problems()
                .forEach(problem ->
                        problems.addObject().put("file", problem.file()).put("why", problem.why()));
        json.put("problem_count", result.problemCount())
                .put("rows_total", result.rowsTotal())
                .put("version", result.hasTable() ? (Long) result.version() : null)
                .put("seconds", JsonFields.seconds(result.seconds()));
    }

    private static void print(Text text, IngestResult result) {
        text.line(summary(result) + ", " + HumanFormat.seconds(result.seconds()));
        result.problems().stream()
                .limit(SHOWN_PROBLEMS)
                .forEach(problem -> text.line("  " + problem.file() + ": " + problem.why()));
        if (result.problemCount() > SHOWN_PROBLEMS) {
            text.line("  and " + HumanFormat.count(result.problemCount() - SHOWN_PROBLEMS, "more problem"));
        }
        if (result.rowsAdded() > 0) {
            text.hint("see what features there are with: joust features catalog");
        }
    }

    private static String summary(IngestResult result) {
        String skipped = result.rowsSkipped() > 0 ? ", " + HumanFormat.count(result.rowsSkipped()) + " skipped" : "";
        if (!result.hasTable()) {
            return "Nothing to add" + skipped + "; table '" + result.table() + "' was not created";
        }
        String present = result.rowsPresent() == 0
                ? ""
                : ", " + HumanFormat.count(result.rowsPresent()) + (result.rowsPresent() == 1 ? " was" : " were")
                        + " there already";
        return HumanFormat.count(result.rowsAdded(), "row") + " added to '" + result.table() + "'" + present + skipped
                + "; " + HumanFormat.count(result.rowsTotal()) + " in all, version " + result.version();
    }
}
