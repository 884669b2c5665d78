// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.job;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.job.Job;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Show one job. */
@Command(
        name = "show",
        description = "Show one job.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust jobs show 20260131-235959-042-1f3a9c")
public final class JobsShowCommand implements Runnable {
    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "The job's id, as joust jobs list shows it, or how it begins.")
    private String id;

    JobsShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            Job job = lake.job(JobOutput.completeId(lake, id));
            session.output().print(json -> JobOutput.write(json, job), text -> {
                text.fields(fields(job));
                if (job.rowsFailed() > 0) {
                    text.hint("see why rows failed with: joust jobs errors " + id);
                }
            });
        }
    }

    private static Map<String, Object> fields(Job job) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", job.id());
        fields.put("kind", job.kind());
        fields.put("table", job.table() + " version " + job.version());
        fields.put("columns", String.join(", ", job.columns()));
        fields.put("state", JobOutput.state(job) + (job.message().isEmpty() ? "" : ": " + job.message()));
        fields.put(
                "rows",
                HumanFormat.count(job.rowsDone()) + " of " + HumanFormat.count(job.rowsTotal()) + ", "
                        + HumanFormat.count(job.rowsFailed()) + " failed");
        fields.put("started", job.started());
        fields.put("time", HumanFormat.seconds(job.seconds()));
        fields.put("on", job.jdk() + ", " + job.os() + ", joust " + job.joust());
        if (!job.udfJars().isEmpty()) {
            fields.put("functions of", String.join(", ", job.udfJars()));
        }
        return fields;
    }
}
