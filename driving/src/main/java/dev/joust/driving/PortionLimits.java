// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

/**
 * How much of an ingest is committed at once: a portion ends with the image that reaches one of the limits.
 *
 * <p>What an ingest that dies has not committed, it has to read again, so that a limit should be minutes at most. Each
 * portion is a version and at least one fragment, so that it should not be a few images either.
 *
 * @param commitBytes bytes of image files
 * @param commitSeconds seconds since the first image of the portion became a row
 */
public record PortionLimits(long commitBytes, double commitSeconds) {
    /** Bytes of a portion unless told otherwise: {@value}, which is 4 GiB. */
    public static final long DEFAULT_COMMIT_BYTES = 1L << 32;

    /** Seconds of a portion unless told otherwise: {@value}. */
    public static final double DEFAULT_COMMIT_SECONDS = 30;

    private static final PortionLimits DEFAULTS = new PortionLimits(DEFAULT_COMMIT_BYTES, DEFAULT_COMMIT_SECONDS);
    private static final PortionLimits NONE = new PortionLimits(Long.MAX_VALUE, Double.POSITIVE_INFINITY);

    /** Refuses what is not positive. */
    public PortionLimits {
        if (commitBytes < 1) {
            throw new IllegalArgumentException("commitBytes must be positive but was " + commitBytes);
        }
        if (!(commitSeconds > 0)) {
            throw new IllegalArgumentException("commitSeconds must be positive but was " + commitSeconds);
        }
    }

    /** The limits of an ingest unless told otherwise. */
    public static PortionLimits defaults() {
        return DEFAULTS;
    }

    /** No limits, so that all is one portion. */
    static PortionLimits none() {
        return NONE;
    }

    /** The same with another limit of bytes. */
    public PortionLimits withCommitBytes(long bytes) {
        return new PortionLimits(bytes, commitSeconds);
    }

    /** The same with another limit of seconds. */
    public PortionLimits withCommitSeconds(double seconds) {
        return new PortionLimits(commitBytes, seconds);
    }
}
