// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.error.UdfException;
import dev.joust.feature.FeatureIdentity;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.RowError;

/** Why a feature stops, in words. */
final class UdfErrors {
    private static final String MEND = "; correct it and run the backfill again, or let it skip rows that fail";

    private final String table;
    private final ActiveFeature feature;

    UdfErrors(String table, ActiveFeature feature) {
        this.table = table;
        this.feature = feature;
    }

    /** One row failed. */
    UdfException row(long rowId, String input, int attempt, Throwable cause) {
        return of(
                "failed at row id " + rowId + " (" + input + ")" + (attempt > 1 ? " in attempt " + attempt : "") + ": "
                        + RowError.said(cause) + MEND,
                rowId,
                attempt,
                cause);
    }

    /** A call for several rows failed, and none of them fails alone. */
    UdfException batch(int rows, long rowId, int attempt, Throwable cause) {
        return of(
                "failed for " + rows + " rows from row id " + rowId + " on"
                        + (attempt > 1 ? " in attempt " + attempt : "") + ", though for none of them alone: "
                        + RowError.said(cause) + MEND,
                rowId,
                attempt,
                cause);
    }

    /** A call for several rows did not return. */
    UdfException stuck(int rows, long rowId, int attempt, Throwable cause) {
        return of(
                "did not return for " + rows + " rows from row id " + rowId + " on"
                        + (attempt > 1 ? " in attempt " + attempt : "") + ": " + RowError.said(cause)
                        + "; correct it, or find the row with fewer rows in a call (batchRows)",
                rowId,
                attempt,
                cause);
    }

    /** A function left too many threads behind. */
    UdfException leavesThreads(long rowId, Throwable cause) {
        return of(
                "did not return " + UdfPool.MAX_GIVEN_UP + " times, and each time left a thread behind: "
                        + RowError.said(cause)
                        + "; let it answer interrupts, or take the rows away that it cannot stand",
                rowId,
                1,
                cause);
    }

    /** The memory is too small. */
    UdfException memory(int rows, int batchRows, long rowId, Throwable cause) {
        return of(
                "ran out of memory with " + rows + (rows == 1 ? " row" : " rows") + " in a call, row id " + rowId
                        + " first, and " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB of heap: "
                        + RowError.said(cause) + "; give it fewer rows at once (batchRows, now " + batchRows
                        + "), fewer instances (concurrency) or Java more heap (-Xmx)",
                rowId,
                1,
                cause);
    }

    /** A class or native library that the function needs is not there. */
    UdfException linkage(long rowId, Throwable cause) {
        return of(
                "cannot be linked: " + RowError.said(cause)
                        + "; add the jar that holds what it needs to the class path, or to the jars of functions",
                rowId,
                1,
                cause);
    }

    /** The virtual machine failed. */
    UdfException machine(long rowId, Throwable cause) {
        return of("broke the virtual machine: " + RowError.said(cause) + "; start it again", rowId, 1, cause);
    }

    /** An instance could not be opened. */
    UdfException open(int attempt, Throwable cause) {
        return of(
                "failed to open" + (attempt > 1 ? " in attempt " + attempt : "") + ": " + RowError.said(cause)
                        + "; see the cause",
                -1,
                attempt,
                cause);
    }

    /** More rows failed than may. */
    static UdfException tooMany(String table, RowError last, String why, String allowed) {
        return new UdfException(
                "Cannot go on computing feature '" + last.column() + "' of table '" + table + "': " + why
                        + ", at most " + allowed + " may; the last one, row id " + last.rowId() + ": "
                        + last.message() + "; correct the function, or allow more",
                last.udf(),
                last.column(),
                last.rowId(),
                last.attempt(),
                new IllegalStateException(last.message()));
    }

    private UdfException of(String what, long rowId, int attempt, Throwable cause) {
        FeatureIdentity identity = feature.identity();
        return new UdfException(
                "Cannot compute feature '" + feature.name() + "' of table '" + table + "': function " + identity + " "
                        + what,
                identity.udf(),
                feature.name(),
                rowId,
                attempt,
                cause);
    }
}
