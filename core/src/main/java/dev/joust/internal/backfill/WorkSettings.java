// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static java.util.Objects.requireNonNull;

import dev.joust.backfill.BackfillRequest;
import dev.joust.backfill.FailureSettings;
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
record WorkSettings(int concurrency, int batchRows, long queueBytes, FailureSettings failures, int checkpointRows)
        implements Serializable {
    WorkSettings {
        requireNonNull(failures, "failures");
    }

    static WorkSettings of(BackfillRequest request) {
        return new WorkSettings(
                request.concurrency(),
                request.batchRows(),
                request.queueBytes(),
                request.failures(),
                request.checkpointRows());
    }

    FragmentWorker.Limits limits(Cancellation cancellation) {
        return new FragmentWorker.Limits(concurrency, batchRows, failures, cancellation);
    }
}
