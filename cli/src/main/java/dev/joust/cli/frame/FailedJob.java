// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import static java.util.Objects.requireNonNull;

/** A command that ended before its job was done; the cause says why, and the job's id where to read more. */
public final class FailedJob extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String job;
    private final RuntimeException reason;

    /** Adds the id of the job to what it threw. */
    public FailedJob(String job, RuntimeException reason) {
        super(reason.getMessage(), reason);
        this.job = requireNonNull(job, "job");
        this.reason = reason;
    }

    /** The job's id. */
    String job() {
        return job;
    }

    /** What the job threw. */
    RuntimeException reason() {
        return reason;
    }
}
