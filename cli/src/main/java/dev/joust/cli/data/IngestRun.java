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
import dev.joust.driving.bdd100k.OnError;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/** Runs an ingest and says what it did. */
final class IngestRun {
    private static final int SHOWN_PROBLEMS = 10;

    private IngestRun() {}

    static void run(Session session, String table, OnError onError, Function<FootageIngest, IngestResult> how) {
        NewName.require("table", table);
        try (Lake lake = session.openLake()) {
            IngestResult result = session.runCancellable(cancellation -> {
                try (ProgressPrinter progress = session.newProgress()) {
                    progress.begin("ingest", OptionalLong.empty());
                    IngestResult ingested = how.apply(
                            FootageIngest.into(lake, table).onError(onError).onProgress((done, total) -> {
                                cancellation.check();
                                progress.expect(total);
                                progress.reach(done);
                            }));
                    progress.commit(ingested.version());
                    return ingested;
                }
            });
            print(session, result);
        } catch (CancellationException e) {
            // All new rows are one commit at the end, so a run that was stopped made none.
            throw new Interruption("nothing was added", e);
        }
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
        text.line(HumanFormat.count(result.rowsAdded(), "row") + " added to '" + result.table() + "'"
                + (result.rowsPresent() > 0
                        ? ", " + HumanFormat.count(result.rowsPresent()) + " were there already"
                        : "")
                + (result.rowsSkipped() > 0 ? ", " + HumanFormat.count(result.rowsSkipped()) + " skipped" : "")
                + "; "
                + (result.hasTable()
                        ? HumanFormat.count(result.rowsTotal()) + " in all, version " + result.version()
                        : "no table was created")
                + ", " + HumanFormat.seconds(result.seconds()));
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
}
