// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.job.Job;
import dev.joust.job.JobState;
import dev.joust.query.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobHistoryTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private static Row row(String id, JobState state, long rows, Instant time) {
        Job job = new Job(
                id,
                "backfill",
                "frames",
                List.of("a"),
                state,
                10,
                rows,
                0,
                START,
                1.5,
                3,
                "jdk",
                "os",
                "joust",
                List.of("udfs.jar sha256:00"),
                "");
        Map<String, Object> row = JobTables.row(job, time);
        return Row.of(row);
    }

    @Test
    void makesOneJobOfItsStartAndItsEnd() {
        List<Job> jobs = JobHistory.jobs(
                List.of(
                        row("2", JobState.RUNNING, 0, START),
                        row("1", JobState.DONE, 10, START.plusSeconds(9)),
                        row("1", JobState.RUNNING, 0, START),
                        row("2", JobState.FAILED, 4, START.plusSeconds(5))),
                (process, started) -> true);

        assertThat(jobs).extracting(Job::id).containsExactly("1", "2");
        assertThat(jobs).extracting(Job::state).containsExactly(JobState.DONE, JobState.FAILED);
        assertThat(jobs.get(0).udfJars()).containsExactly("udfs.jar sha256:00");
        assertThat(jobs).extracting(Job::rowsDone).containsExactly(10L, 4L);
    }

    @Test
    void tellsAJobOfALivingProcessFromOneWhoseProcessIsGone() {
        List<Row> rows = List.of(row("1", JobState.RUNNING, 0, START));

        assertThat(JobHistory.jobs(rows, (process, started) -> true).get(0).state())
                .isEqualTo(JobState.RUNNING);
        assertThat(JobHistory.jobs(rows, (process, started) -> false).get(0).state())
                .isEqualTo(JobState.INTERRUPTED);
    }
}
