// SPDX-License-Identifier: Apache-2.0
package dev.joust.job;

import static java.util.Objects.requireNonNull;

/** Something that a running job tells. */
public sealed interface JobEvent {
    /** The job that tells it. */
    String job();

    /**
     * How far it is.
     *
     * @param stage what it does now, such as {@code backfill has_person}
     * @param rowsDone rows that are computed, failed ones included
     * @param rowsTotal rows that are planned
     * @param rowsPerSecond rows per second of late: the mean of about a minute
     * @param etaSeconds estimated seconds to go; negative if unknown
     */
    record Progress(String job, String stage, long rowsDone, long rowsTotal, double rowsPerSecond, double etaSeconds)
            implements JobEvent {
        /** Checks that nothing is null. */
        public Progress {
            requireNonNull(job, "job");
            requireNonNull(stage, "stage");
        }
    }

    /**
     * Computed rows that are not committed yet were written down: a backfill that starts after a crash takes them from
     * there. Several features of one pass write checkpoints of their own. It is told within half a second.
     *
     * @param checkpoints how many the job has written so far, this one included
     */
    record Checkpointed(String job, long checkpoints) implements JobEvent {
        /** Checks that nothing is null. */
        public Checkpointed {
            requireNonNull(job, "job");
        }
    }

    /**
     * Rows became visible.
     *
     * @param version the version that shows them
     * @param fragments in how many fragments
     * @param rows how many rows
     */
    record Committed(String job, long version, int fragments, long rows) implements JobEvent {
        /** Checks that nothing is null. */
        public Committed {
            requireNonNull(job, "job");
        }
    }
}
