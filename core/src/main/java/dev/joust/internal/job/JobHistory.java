// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.job;

import dev.joust.error.NotFoundException;
import dev.joust.internal.process.ProcessIdentity;
import dev.joust.job.Job;
import dev.joust.job.JobError;
import dev.joust.job.JobState;
import dev.joust.query.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;

/** Reads the tables of jobs and errors: the rows of a job, one for its start and one for its end, become one job. */
public final class JobHistory {
    private JobHistory() {}

    /**
     * The jobs that rows tell of, in the order in which they started.
     *
     * @param rows rows with the columns of {@link JobTables#JOB_SCHEMA}
     * @param isAlive whether a process may still work on a job that started then
     */
    public static List<Job> jobs(List<Row> rows, BiPredicate<ProcessIdentity, Instant> isAlive) {
        Map<String, Row> newest = new LinkedHashMap<>();
        for (Row row : rows) {
            newest.merge(row.string("id"), row, JobHistory::later);
        }
        return newest.values().stream()
                .map(row -> job(row, isAlive))
                .sorted(Comparator.comparing(Job::started).thenComparing(Job::id))
                .toList();
    }

    /**
     * The job with an id.
     *
     * @param lake its location, for the message
     * @throws NotFoundException if there is none
     */
    public static Job one(List<Job> jobs, String id, String lake) {
        return jobs.stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFoundException(
                        "Cannot find job '" + id + "': lake '" + lake
                                + "' has none of this id; the list of its jobs names them",
                        "job",
                        id,
                        List.of()));
    }

    private static Row later(Row a, Row b) {
        return time(a, "time").isAfter(time(b, "time")) ? a : b;
    }

    private static Job job(Row row, BiPredicate<ProcessIdentity, Instant> isAlive) {
        Instant started = time(row, "started");
        JobState state = JobState.valueOf(row.string("state").toUpperCase(Locale.ROOT));
        double seconds = row.doubleValue("seconds");
        if (state == JobState.RUNNING) {
            if (ProcessIdentity.parse(text(row, "process"))
                    .map(process -> isAlive.test(process, started))
                    .orElse(false)) {
                seconds = Duration.between(started, Instant.now()).toMillis() / 1000.0;
            } else {
                state = JobState.INTERRUPTED;
            }
        }
        return new Job(
                row.string("id"),
                row.string("kind"),
                row.string("table"),
                row.isNull("columns")
                        ? List.of()
                        : row.list("columns").stream().map(String::valueOf).toList(),
                state,
                row.longValue("rows_total"),
                row.longValue("rows_done"),
                row.longValue("rows_failed"),
                started,
                seconds,
                row.longValue("version"),
                text(row, "jdk"),
                text(row, "os"),
                text(row, "joust"),
                !row.has("udf_jars") || row.isNull("udf_jars")
                        ? List.of()
                        : row.list("udf_jars").stream().map(String::valueOf).toList(),
                text(row, "message"));
    }

    /** The errors that rows tell of, rows with the columns of {@link JobTables#ERROR_SCHEMA}. */
    public static List<JobError> errors(List<Row> rows) {
        return rows.stream()
                .map(row -> new JobError(
                        row.string("job"),
                        row.string("table"),
                        row.string("column"),
                        row.string("udf"),
                        row.intValue("udf_version"),
                        row.longValue("row_id"),
                        number(row, "fragment", -1),
                        text(row, "error"),
                        text(row, "message"),
                        text(row, "stack"),
                        row.intValue("attempt"),
                        number(row, "max_attempts", row.intValue("attempt")),
                        time(row, "time"),
                        text(row, "input")))
                .toList();
    }

    private static String text(Row row, String column) {
        return row.has(column) && !row.isNull(column) ? row.string(column) : "";
    }

    private static int number(Row row, String column, int unknown) {
        return row.has(column) && !row.isNull(column) ? row.intValue(column) : unknown;
    }

    private static Instant time(Row row, String column) {
        return row.value(column, Instant.class);
    }
}
