// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import dev.joust.driving.bdd100k.RecordReader;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Some of a reader's rows: those up to a limit. It never reads an image that it does not return, so that the reader's
 * next portion begins where this one ends.
 */
final class Portion<R> implements Iterator<R> {
    private final RecordReader<R> reader;
    private final PortionLimits limits;
    private final BooleanSupplier stop;
    private final LongSupplier nanoTime;
    private final long bytesBefore;

    private long rows;
    private long firstRowNanos;
    private End end = End.NOT_YET;

    /** Why a portion has no more rows. */
    enum End {
        /** It has. */
        NOT_YET,
        /** A limit is reached. */
        FULL,
        /** It was asked to stop. */
        STOPPED,
        /** The reader has no more images. */
        ALL_READ
    }

    /**
     * Begins a portion.
     *
     * @param stop asked before each image is looked at
     * @param nanoTime a clock
     */
    Portion(RecordReader<R> reader, PortionLimits limits, BooleanSupplier stop, LongSupplier nanoTime) {
        this.reader = reader;
        this.limits = limits;
        this.stop = stop;
        this.nanoTime = nanoTime;
        this.bytesBefore = reader.bytesRead();
    }

    /** Why it has no more rows. */
    End end() {
        return end;
    }

    @Override
    public boolean hasNext() {
        while (end == End.NOT_YET && !reader.isReady()) {
            if (isFull()) {
                end = End.FULL;
            } else if (stop.getAsBoolean()) {
                end = End.STOPPED;
            } else if (!reader.advance()) {
                end = End.ALL_READ;
            }
        }
        return end == End.NOT_YET;
    }

    private boolean isFull() {
        return rows > 0
                && (reader.bytesRead() - bytesBefore >= limits.commitBytes()
                        || nanoTime.getAsLong() - firstRowNanos >= limits.commitSeconds() * 1e9);
    }

    @Override
    public R next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (rows == 0) {
            firstRowNanos = nanoTime.getAsLong();
        }
        rows++;
        return reader.next();
    }
}
