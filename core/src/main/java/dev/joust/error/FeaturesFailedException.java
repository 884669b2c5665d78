// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

import java.util.List;

/**
 * Some features of a backfill could not be computed; the others are complete and committed.
 *
 * <p>Its cause is the first failure, and the failures of further features are suppressed in it.
 */
public final class FeaturesFailedException extends JoustException {
    private final List<String> failed;
    private final List<String> notComputed;
    private final List<String> complete;

    /**
     * Creates the exception with a complete sentence as its message.
     *
     * @param failed features that stopped
     * @param notComputed features that read one of these, directly or through others
     * @param complete all others
     * @param cause why the first one stopped
     */
    public FeaturesFailedException(
            String message, List<String> failed, List<String> notComputed, List<String> complete, Throwable cause) {
        super(ErrorCode.UDF, message, cause);
        this.failed = List.copyOf(failed);
        this.notComputed = List.copyOf(notComputed);
        this.complete = List.copyOf(complete);
    }

    /** The features that stopped; what they had committed before stays. */
    public List<String> failed() {
        return failed;
    }

    /** The features that were not computed, because they read a feature that failed. */
    public List<String> notComputed() {
        return notComputed;
    }

    /** The features that are complete. */
    public List<String> complete() {
        return complete;
    }
}
