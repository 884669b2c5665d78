// SPDX-License-Identifier: Apache-2.0
package dev.joust.backfill;

import static java.util.Objects.requireNonNull;

import dev.joust.job.Cancellation;
import dev.joust.job.JobListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complete request for a backfill; {@link Backfill} builds it.
 *
 * @param features the features, by name or by one of their columns
 * @param where only rows for which this SQL expression is true; null for all
 * @param concurrency how many instances of each function work at once
 * @param batchRows how many rows reach a function in one call
 * @param queueBytes how many bytes of inputs may be in memory at once
 * @param commitFragments how many finished fragments make a commit
 * @param commitSeconds after how many seconds finished fragments are committed anyway
 * @param checkpointRows how many computed rows of a fragment make a checkpoint; 0 for the default
 * @param maxFragments at most this many fragments
 * @param failures how it deals with functions that fail or do not return
 */
public record BackfillRequest(
        List<String> features,
        @Nullable String where,
        BackfillScope scope,
        int concurrency,
        int batchRows,
        long queueBytes,
        int commitFragments,
        double commitSeconds,
        int checkpointRows,
        int maxFragments,
        FailureSettings failures,
        JobListener listener,
        Cancellation cancellation) {
    /** Checks and copies. */
    public BackfillRequest {
        features = List.copyOf(features);
        requireNonNull(scope, "scope");
        requireNonNull(failures, "failures");
        requireNonNull(listener, "listener");
        requireNonNull(cancellation, "cancellation");
    }
}
