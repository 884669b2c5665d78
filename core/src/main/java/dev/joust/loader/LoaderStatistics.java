// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

/**
 * Where the time of a loader went, which is one epoch. Reading, decoding and collating are sums over all threads.
 *
 * @param rows rows delivered
 * @param bytes of Arrow data read, encoded images among them, for the batches that were delivered
 * @param brokenRows rows whose images could not be decoded, among those of the batches that were delivered
 * @param seconds since it was opened
 * @param readSeconds spent reading
 * @param decodeSeconds spent decoding, flipping and normalizing
 * @param collateSeconds spent in the function that makes of a batch what is delivered
 * @param waitSeconds the consumer waited for a batch, the first one included
 * @param firstWaitSeconds of that, the wait for the first batch
 * @param idleSeconds the loader waited for the consumer: all batches that it may prefetch were ready
 * @param readyBatches ready now
 */
public record LoaderStatistics(
        long rows,
        long bytes,
        long brokenRows,
        double seconds,
        double readSeconds,
        double decodeSeconds,
        double collateSeconds,
        double waitSeconds,
        double firstWaitSeconds,
        double idleSeconds,
        int readyBatches) {
    /** Below this part of the time the consumer's waiting does not count. */
    private static final double HARDLY = 0.05;

    /** What a faster epoch needs to be faster. */
    public enum Bound {
        /** Reading rows. */
        READING,
        /** Decoding images. */
        DECODING,
        /** The function that makes of a batch what is delivered. */
        COLLATING,
        /** The consumer: batches are ready before it asks. */
        CONSUMER
    }

    /** Rows delivered per second. */
    public double rowsPerSecond() {
        return seconds == 0 ? 0 : rows / seconds;
    }

    /**
     * What limits the speed: the consumer if it waited less than 5% of the time after the first batch, otherwise what
     * the threads of the loader spent most time on.
     */
    public Bound bound() {
        if (waitSeconds - firstWaitSeconds < HARDLY * (seconds - firstWaitSeconds)) {
            return Bound.CONSUMER;
        }
        if (readSeconds >= decodeSeconds && readSeconds >= collateSeconds) {
            return Bound.READING;
        }
        return decodeSeconds >= collateSeconds ? Bound.DECODING : Bound.COLLATING;
    }
}
