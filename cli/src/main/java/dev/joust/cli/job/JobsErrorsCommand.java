// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.job.JobError;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Show the rows that a job could not compute, and why. */
@Command(
        name = "errors",
        description = "Show the rows that a job could not compute, and why.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust jobs errors 20260131-235959-042-1f3a9c")
public final class JobsErrorsCommand implements Runnable {
    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "The job's id, as joust jobs list shows it, or how it begins.")
    private String id;

    JobsErrorsCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            List<JobError> errors = lake.jobErrors(JobOutput.completeId(lake, id));
            session.output()
                    .printArray(
                            json -> errors.forEach(error -> write(json.addObject(), error)),
                            text -> text.table(
                                    List.of("row id", "column", "function", "attempt", "input", "message"),
                                    errors.stream()
                                            .map(error -> List.of(
                                                    error.rowId(),
                                                    error.column(),
                                                    error.udf() + " " + error.udfVersion(),
                                                    error.attempt() + " of " + error.maxAttempts(),
                                                    error.input(),
                                                    error.message()))
                                            .toList(),
                                    "Job '" + id + "' computed all of its rows"));
        }
    }

    private static void write(ObjectNode json, JobError error) {
        json.put("job", error.job())
                .put("table", error.table())
                .put("column", error.column())
                .put("udf", error.udf())
                .put("udf_version", error.udfVersion())
                .put("row_id", error.rowId())
                .put("fragment", error.fragment())
                .put("input", error.input())
                .put("error", error.error())
                .put("message", error.message())
                .put("stack", error.stack())
                .put("attempt", error.attempt())
                .put("max_attempts", error.maxAttempts())
                .put("time", error.time().toString());
    }
}
