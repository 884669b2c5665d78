// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.loader.LoaderStatistics;
import java.util.concurrent.atomic.LongAdder;

/** Where the time of a loader goes; written by all its threads. */
final class LoaderClock {
    private final long openedNanos = System.nanoTime();
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder readNanos = new LongAdder();
    private final LongAdder decodeNanos = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();

    void delivered(int count) {
        rows.add(count);
    }

    void read(long nanos) {
        readNanos.add(nanos);
    }

    void decoded(long nanos, long encodedBytes) {
        decodeNanos.add(nanos);
        bytes.add(encodedBytes);
    }

    void waited(long nanos) {
        waitNanos.add(nanos);
    }

    LoaderStatistics statistics() {
        return new LoaderStatistics(
                rows.sum(),
                bytes.sum(),
                (System.nanoTime() - openedNanos) / 1e9,
                readNanos.sum() / 1e9,
                decodeNanos.sum() / 1e9,
                waitNanos.sum() / 1e9);
    }
}
