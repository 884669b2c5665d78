// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.task;

import static java.util.Objects.requireNonNull;

import dev.joust.backfill.BackfillRequest;
import dev.joust.backfill.FailureSettings;
import dev.joust.internal.backfill.call.WorkLimits;
import dev.joust.job.Cancellation;
import java.io.Serializable;

/**
 * How workers compute, as a value that travels.
 *
 * @param concurrency how many instances of each function work at once in a process
 * @param batchRows how many rows reach a function in one call
 * @param queueBytes how many bytes of inputs may be in memory at once
 * @param failures how they deal with functions that fail or do not return
 * @param checkpointRows how many rows make a checkpoint; 0 for the default
 */
public record WorkSettings(
        int concurrency, int batchRows, long queueBytes, FailureSettings failures, int checkpointRows)
        implements Serializable {
    public WorkSettings {
        requireNonNull(failures, "failures");
    }

    public static WorkSettings of(BackfillRequest request) {
        return new WorkSettings(
                request.concurrency(),
                request.batchRows(),
                request.queueBytes(),
                request.failures(),
                request.checkpointRows());
    }

    WorkLimits limits(Cancellation cancellation) {
        return new WorkLimits(concurrency, batchRows, failures, cancellation);
    }
}
