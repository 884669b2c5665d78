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
 * @param fragment the fragment that held the row then; -1 if that is not known
 * @param error the class of what the function threw; empty if that is not known
 * @param message what the function threw, with its class; cut off where it is long
 * @param stack where it threw it; cut off where it is long
 * @param attempt how often the row had been tried
 * @param maxAttempts how often the policy allowed
 * @param time when
 * @param input the inputs of the row in short, bytes as their number
 */
public record JobError(
        String job,
        String table,
        String column,
        String udf,
        int udfVersion,
        long rowId,
        int fragment,
        String error,
        String message,
        String stack,
        int attempt,
        int maxAttempts,
        Instant time,
        String input) {
    /** Checks that nothing is null. */
    public JobError {
        requireNonNull(job, "job");
        requireNonNull(table, "table");
        requireNonNull(column, "column");
        requireNonNull(udf, "udf");
        requireNonNull(error, "error");
        requireNonNull(message, "message");
        requireNonNull(stack, "stack");
        requireNonNull(time, "time");
        requireNonNull(input, "input");
    }
}
