// SPDX-License-Identifier: Apache-2.0
package dev.joust.backfill;

/** Which cells a backfill computes. */
public enum BackfillScope {
    /** The missing and the stale ones. */
    NEEDED,
    /** Those that failed, as long as function and inputs are still the same. */
    FAILED,
    /** All, fresh and foreign ones included. */
    ALL
}
