// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way: rows are read in one or several calls, their images are decoded some at a time, and what ends
 * last puts the batch together. So all threads share the work on the batches that are wanted first.
 *
 * <p>Threads: its steps run on the threads of the loader, in any order. Exceptions: the first one is what the batch
 * fails by; broken images count only once all of its images were tried, so that the same row is always named.
 */
final class BatchWork<T> {
    /**
     * A batch, or what was made of it.
     *
     * @param bytes of Arrow data that were read for it
     */
    record Ready<T>(T value, int rows, long bytes, int brokenRows) {}

    /** So few images at a time that all threads end a batch at about the same time. */
    private static final int PIECE_ROWS = 4;

    private final BatchSteps<T> steps;
    private final long step;
    private final long[] rowIds;
    private final AtomicInteger open = new AtomicInteger(1);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CompletableFuture<Ready<T>> ready = new CompletableFuture<>();
    /** Set by the first step, before any other begins. */
    private @Nullable VectorSchemaRoot[] units = {};

    private @Nullable BatchImages images;

    BatchWork(BatchSteps<T> steps, long step, long[] rowIds) {
        this.steps = steps;
        this.step = step;
        this.rowIds = rowIds;
    }

    /** Begins to read. */
    BatchWork<T> begin() {
        steps.run(() -> runStep(this::readAll));
        return this;
    }

    /** The batch, once it is ready. */
    CompletableFuture<Ready<T>> ready() {
        return ready;
    }

    /** Does a step unless the batch failed or nobody wants it any more, and ends the batch after the last one. */
    private void runStep(Runnable work) {
        try {
            if (!steps.isClosing() && failure.get() == null) {
                work.run();
            }
            // A step that sees the loader close leaves its work undone.
            if (steps.isClosing()) {
                throw new CancellationException("the loader was closed");
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
        if (open.decrementAndGet() == 0) {
            end();
        }
    }

    private void runLater(Runnable work) {
        open.incrementAndGet();
        steps.run(() -> runStep(work));
    }

    /** Reads the first unit itself and leaves the others to all threads. */
    private void readAll() {
        images = steps.newImages(rowIds);
        units = new VectorSchemaRoot[steps.reader().units(rowIds.length)];
        for (int i = 1; i < units.length; i++) {
            int unit = i;
            runLater(() -> read(unit));
        }
        read(0);
    }

    private int begin(int unit) {
        return (int) ((long) rowIds.length * unit / units.length);
    }

    private void read(int number) {
        int from = begin(number);
        int to = begin(number + 1);
        VectorSchemaRoot unit = steps.reader().read(Arrays.copyOfRange(rowIds, from, to));
        units[number] = unit;
        bytes.addAndGet(UnitReader.bytes(unit));
        BatchImages target = images;
        if (target != null) {
            for (int row = from; row < to; row += PIECE_ROWS) {
                int first = row;
                runLater(() -> decode(target, unit, from, first, Math.min(to, first + PIECE_ROWS)));
            }
        }
    }

    private void decode(BatchImages target, VectorSchemaRoot unit, int unitBegin, int from, int to) {
        long started = System.nanoTime();
        FieldVector vector = steps.imagesOf(unit);
        for (int row = from; row < to && !steps.isClosing(); row++) {
            if (vector.isNull(row - unitBegin)) {
                target.decodeNull(row);
            } else {
                target.decode(row, bytes(vector, row - unitBegin));
            }
        }
        steps.clock().decoded(System.nanoTime() - started);
    }

    private static byte[] bytes(FieldVector vector, int row) {
        return vector instanceof LargeVarBinaryVector large ? large.get(row) : ((VarBinaryVector) vector).get(row);
    }

    private void end() {
        List<VectorSchemaRoot> parts = Stream.of(units).filter(Objects::nonNull).toList();
        try {
            ready.complete(steps.delivered(assembled(parts), bytes.get()));
        } catch (RuntimeException | Error e) {
            ready.completeExceptionally(e);
        } finally {
            parts.forEach(VectorSchemaRoot::close);
            steps.clock().ended();
        }
    }

    private LoadedBatch assembled(List<VectorSchemaRoot> parts) {
        try {
            if (failure.get() instanceof RuntimeException failed) {
                throw failed;
            } else if (failure.get() instanceof Error failed) {
                throw failed;
            }
            return steps.assembled(step, rowIds, parts, images);
        } catch (RuntimeException | Error e) {
            if (images != null) {
                images.giveBack();
            }
            throw e;
        }
    }
}
