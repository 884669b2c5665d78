// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.loader.LoaderStatistics;
import java.util.concurrent.atomic.LongAdder;

/** Where the time of a loader goes; written by all its threads. */
final class LoaderClock {
    private final long openedNanos = System.nanoTime();
    private final LongAdder readNanos = new LongAdder();
    private final LongAdder decodeNanos = new LongAdder();
    private final LongAdder collateNanos = new LongAdder();

    private long rows;
    private long bytes;
    private long brokenRows;
    private long firstWaitNanos;
    private long waitNanos;
    private boolean hasDelivered;

    private int inWork;
    private int ready;
    private boolean hasMore = true;
    private boolean isIdle;
    private long idleSince;
    private long idleNanos;

    /** A batch was begun. */
    synchronized void begun() {
        inWork++;
        endIdling();
    }

    /** No batch will be begun any more, so that having nothing to do is no waiting. */
    synchronized void begunAll() {
        hasMore = false;
        endIdling();
    }

    private void endIdling() {
        if (isIdle) {
            isIdle = false;
            idleNanos += System.nanoTime() - idleSince;
        }
    }

    /** A batch became ready, or failed. */
    synchronized void ended() {
        ready++;
        if (--inWork == 0 && hasMore) {
            isIdle = true;
            idleSince = System.nanoTime();
        }
    }

    /** A batch was handed over. */
    synchronized void delivered(BatchWork.Ready<?> batch, long nanosWaited) {
        ready--;
        rows += batch.rows();
        bytes += batch.bytes();
        brokenRows += batch.brokenRows();
        waitNanos += nanosWaited;
        if (!hasDelivered) {
            hasDelivered = true;
            firstWaitNanos = nanosWaited;
        }
    }

    void read(long nanos) {
        readNanos.add(nanos);
    }

    void decoded(long nanos) {
        decodeNanos.add(nanos);
    }

    void collated(long nanos) {
        collateNanos.add(nanos);
    }

    synchronized LoaderStatistics statistics() {
        long now = System.nanoTime();
        return new LoaderStatistics(
                rows,
                bytes,
                brokenRows,
                (now - openedNanos) / 1e9,
                readNanos.sum() / 1e9,
                decodeNanos.sum() / 1e9,
                collateNanos.sum() / 1e9,
                waitNanos / 1e9,
                firstWaitNanos / 1e9,
                (idleNanos + (isIdle ? now - idleSince : 0)) / 1e9,
                ready);
    }
}
