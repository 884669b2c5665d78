// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

/**
 * Where the time of a loader went. Reading and decoding are sums over all threads.
 *
 * @param rows rows delivered
 * @param bytes encoded bytes of the decoded column
 * @param seconds since it was opened
 * @param readSeconds spent reading
 * @param decodeSeconds spent decoding
 * @param waitSeconds the consumer waited for a batch
 */
public record LoaderStatistics(
        long rows, long bytes, double seconds, double readSeconds, double decodeSeconds, double waitSeconds) {
    /** Rows delivered per second. */
    public double rowsPerSecond() {
        return seconds == 0 ? 0 : rows / seconds;
    }
}
