// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.job;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.job.Job;
import dev.joust.job.JobState;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stop a running job, in whatever process it runs. */
@Command(
        name = "cancel",
        description = "Stop a running job, in whatever process it runs; what it has committed is kept.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust jobs cancel 20260131-235959-042-1f3a9c")
public final class JobsCancelCommand implements Runnable {
    private static final int LOOK_MILLIS = 200;

    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "The job's id, as joust jobs list shows it, or how it begins.")
    private String id;

    @Option(
            names = "--wait",
            paramLabel = "S",
            defaultValue = "30",
            description = "Seconds to wait until it has stopped, which it does after its batch. Default:"
                    + " ${DEFAULT-VALUE}.")
    private double waitSeconds;

    JobsCancelCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (!(waitSeconds >= 0)) {
            throw new IllegalArgumentException("--wait must not be negative but was " + waitSeconds);
        }
        try (Lake lake = session.openLake()) {
            String whole = JobOutput.completeId(lake, id);
            Job job = lake.cancelJob(whole);
            session.beginUncancellable("job '" + whole + "' is asked to stop all the same");
            job = job.state() == JobState.RUNNING ? await(lake, job) : job;
            Job last = job;
            session.output().print(json -> JobOutput.write(json, last), text -> text.line(words(last)));
        }
    }

    private Job await(Lake lake, Job asked) {
        Job job = asked;
        long start = System.nanoTime();
        while (job.state() == JobState.RUNNING && (System.nanoTime() - start) / 1e9 < waitSeconds) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            job = lake.job(asked.id());
        }
        return job;
    }

    private static String words(Job job) {
        String name = "Job '" + job.id() + "' ";
        String rows = HumanFormat.count(job.rowsDone()) + " of " + HumanFormat.count(job.rowsTotal(), "row");
        return switch (job.state()) {
            case CANCELLED -> name + "is cancelled; " + rows + " are computed and kept";
            case DONE -> name + "was done before it could stop";
            case FAILED -> name + "failed before it could stop: " + job.message();
            case INTERRUPTED ->
                name + "does not run any more, its process ended without a word; it is marked as" + " interrupted";
            case RUNNING -> name + "is asked to stop and will after its batch; see: joust jobs show " + job.id();
        };
    }
}
