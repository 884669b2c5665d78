// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.job.CancelRequests;
import dev.joust.internal.job.JobHistory;
import dev.joust.internal.job.JobTables;
import dev.joust.internal.process.ProcessIdentity;
import dev.joust.job.Job;
import dev.joust.job.JobError;
import dev.joust.job.JobState;
import dev.joust.query.Row;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The jobs of a lake: what its tables of them tell, and requests to stop. */
record LakeJobs(Lake lake, LakeUri uri) {
    List<Job> all() {
        return JobHistory.jobs(recorded(JobTables.JOBS, "true"), ProcessIdentity::mayBeAlive);
    }

    Job one(String id) {
        return JobHistory.one(all(), id, uri.text());
    }

    List<JobError> errors(String id) {
        one(id);
        return JobHistory.errors(recorded(JobTables.ERRORS, "job = " + quoted(id)));
    }

    Job cancel(String id) {
        Path folder = uri.requireFolder("cancel a job of");
        Job job = one(id);
        if (job.state() == JobState.RUNNING) {
            CancelRequests requests = CancelRequests.in(folder);
            requests.make(id);
            Job now = one(id);
            if (now.state() != JobState.RUNNING) {
                // It ended by itself meanwhile, perhaps before it could remove the request.
                requests.forget(id);
            }
            return now;
        }
        boolean isTold = !recorded(JobTables.JOBS, "id = " + quoted(id) + " AND state <> 'running'")
                .isEmpty();
        if (isTold) {
            throw new InvalidRequestException("Cannot cancel job '" + id + "': it has ended already and is "
                    + job.state().name().toLowerCase(Locale.ROOT) + "; there is nothing to stop");
        }
        Job ended = job.withMessage("its process ended without a word");
        lake.rowLog().append(JobTables.JOBS, JobTables.JOB_SCHEMA, List.of(JobTables.row(ended, Instant.now())));
        return ended;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private List<Row> recorded(String table, String where) {
        uri.requireFolder("list the jobs of");
        return lake.exists(table) ? lake.openTable(table).query().where(where).rows() : List.of();
    }
}
