// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

/** How many bytes of inputs may be in memory. Threads: safe for use by several threads. */
public final class ByteBudget {
    private final long limit;
    private long used;
    private long peak;

    public ByteBudget(long limit) {
        this.limit = limit;
    }

    /** Takes bytes if they fit, or if nothing else is taken: a batch larger than the limit passes alone. */
    public synchronized boolean tryTake(long bytes) {
        if (used > 0 && used + bytes > limit) {
            return false;
        }
        used += bytes;
        peak = Math.max(peak, used);
        return true;
    }

    /** Waits until the bytes fit. */
    public synchronized void take(long bytes) throws InterruptedException {
        while (!tryTake(bytes)) {
            wait();
        }
    }

    public synchronized void giveBack(long bytes) {
        used -= bytes;
        notifyAll();
    }

    /** The most bytes that were taken at one moment. */
    synchronized long peak() {
        return peak;
    }
}
