// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.backfill.FailureSettings;
import dev.joust.job.Cancellation;

/**
 * How a backfill works.
 *
 * @param concurrency how many threads call functions
 * @param batchRows how many rows reach a function in one call
 */
public record WorkLimits(int concurrency, int batchRows, FailureSettings failures, Cancellation cancellation) {}
