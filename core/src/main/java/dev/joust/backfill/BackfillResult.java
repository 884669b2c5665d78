// SPDX-License-Identifier: Apache-2.0
package dev.joust.backfill;

import static java.util.Objects.requireNonNull;

/**
 * What a backfill did. Features that do not read each other are computed in one pass, in which a row counts once,
 * however many of its cells were computed; a feature that reads another one of them is computed in a pass after it, in
 * which the row counts again.
 *
 * @param job the job's id
 * @param rowsTotal rows that the plan covered: computed, failed and reused ones
 * @param rowsComputed rows of which all cells were computed
 * @param rowsFailed rows of which a cell could not be computed
 * @param rowsReused rows whose cells were all taken from the unfinished work of an earlier run
 * @param version the version that shows everything; the one that was read if there was nothing to do
 * @param seconds how long it took
 */
public record BackfillResult(
        String job, long rowsTotal, long rowsComputed, long rowsFailed, long rowsReused, long version, double seconds) {
    /** Checks that nothing is null. */
    public BackfillResult {
        requireNonNull(job, "job");
    }
}
