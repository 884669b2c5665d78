// SPDX-License-Identifier: Apache-2.0
package dev.joust.job;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A row that a job could not compute.
 *
 * @param job the job's id
 * @param table the table that it worked on
 * @param column the feature's first column
 * @param udf the function's name
 * @param udfVersion the function's declared version
 * @param rowId the row
 * @param message what the function threw; empty if it said nothing
 * @param stack where it threw it
 * @param attempt counted from 1
 * @param time when
 */
public record JobError(
        String job,
        String table,
        String column,
        String udf,
        int udfVersion,
        long rowId,
        String message,
        String stack,
        int attempt,
        Instant time) {
    /** Checks that nothing is null. */
    public JobError {
        requireNonNull(job, "job");
        requireNonNull(table, "table");
        requireNonNull(column, "column");
        requireNonNull(udf, "udf");
        requireNonNull(message, "message");
        requireNonNull(stack, "stack");
        requireNonNull(time, "time");
    }
}
