// SPDX-License-Identifier: Apache-2.0
/**
 * Calls functions: threads that may be given up, batches whose features are computed together, results and failures.
 */
@NullMarked
package dev.joust.internal.backfill.call;

import org.jspecify.annotations.NullMarked;
