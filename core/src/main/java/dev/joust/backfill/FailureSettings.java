// SPDX-License-Identifier: Apache-2.0
package dev.joust.backfill;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.ErrorPolicy;
import java.io.Serializable;

/**
 * How a backfill deals with functions that fail or do not return; {@link Backfill} builds it.
 *
 * @param onError what happens with a row that its function cannot compute
 * @param maxFailedRows a feature stops when more of its rows failed
 * @param maxFailedFraction a feature stops when a larger part of its rows failed, of those that were tried
 * @param fractionAfterRows how many rows are tried before that part is looked at
 * @param timeoutSeconds how long a call of a function may take; infinite for as long as it likes
 * @param graceSeconds how long a function that is to end may go on before its thread is given up
 */
public record FailureSettings(
        ErrorPolicy onError,
        long maxFailedRows,
        double maxFailedFraction,
        long fractionAfterRows,
        double timeoutSeconds,
        double graceSeconds)
        implements Serializable {
    /** Stops at the first failure; calls may take as long as they like. */
    public static final FailureSettings DEFAULT = new FailureSettings(
            ErrorPolicy.fail(),
            Long.MAX_VALUE,
            1,
            Backfill.DEFAULT_FRACTION_AFTER_ROWS,
            Double.POSITIVE_INFINITY,
            Backfill.DEFAULT_GRACE_SECONDS);

    /** Checks the numbers. */
    public FailureSettings {
        requireNonNull(onError, "onError");
        if (maxFailedRows < 0) {
            throw new IllegalArgumentException("maxFailedRows must not be negative but was " + maxFailedRows);
        }
        if (!(maxFailedFraction >= 0 && maxFailedFraction <= 1)) {
            throw new IllegalArgumentException("maxFailedFraction must be in 0 to 1 but was " + maxFailedFraction);
        }
        if (fractionAfterRows < 1) {
            throw new IllegalArgumentException("fractionAfterRows must be positive but was " + fractionAfterRows);
        }
        if (!(timeoutSeconds > 0)) {
            throw new IllegalArgumentException("timeoutSeconds must be positive but was " + timeoutSeconds);
        }
        if (!(graceSeconds > 0)) {
            throw new IllegalArgumentException("graceSeconds must be positive but was " + graceSeconds);
        }
    }

    FailureSettings withOnError(ErrorPolicy policy) {
        return new FailureSettings(
                policy, maxFailedRows, maxFailedFraction, fractionAfterRows, timeoutSeconds, graceSeconds);
    }

    FailureSettings withMaxFailedRows(long rows) {
        return new FailureSettings(onError, rows, maxFailedFraction, fractionAfterRows, timeoutSeconds, graceSeconds);
    }

    FailureSettings withMaxFailedFraction(double fraction, long afterRows) {
        return new FailureSettings(onError, maxFailedRows, fraction, afterRows, timeoutSeconds, graceSeconds);
    }

    FailureSettings withTimeoutSeconds(double seconds) {
        return new FailureSettings(onError, maxFailedRows, maxFailedFraction, fractionAfterRows, seconds, graceSeconds);
    }

    FailureSettings withGraceSeconds(double seconds) {
        return new FailureSettings(
                onError, maxFailedRows, maxFailedFraction, fractionAfterRows, timeoutSeconds, seconds);
    }
}
