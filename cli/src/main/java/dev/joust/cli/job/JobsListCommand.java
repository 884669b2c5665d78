// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.job;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.Quantity;
import dev.joust.job.Job;
import java.util.List;
import picocli.CommandLine.Command;

/** List the jobs of the lake, the newest last. */
@Command(
        name = "list",
        description = "List the jobs of the lake, the newest last.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust jobs list")
public final class JobsListCommand implements Runnable {
    private final Session session;

    JobsListCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            List<Job> jobs = lake.jobs();
            session.output()
                    .printArray(
                            json -> jobs.forEach(job -> JobOutput.write(json.addObject(), job)),
                            text -> text.table(
                                    List.of("id", "kind", "table", "columns", "state", "rows", "failed", "time"),
                                    jobs.stream()
                                            .map(job -> List.of(
                                                    job.id(),
                                                    job.kind(),
                                                    job.table(),
                                                    String.join(", ", job.columns()),
                                                    JobOutput.state(job),
                                                    Quantity.of(job.rowsDone()),
                                                    Quantity.of(job.rowsFailed()),
                                                    Quantity.seconds(job.seconds())))
                                            .toList(),
                                    "No jobs ran in '" + lake.uri() + "' yet"));
        }
    }
}
