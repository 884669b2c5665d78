// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.internal.lance.Snapshot;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderStatistics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Keeps a bounded number of batches in work or ready, and hands them out in order, whatever the number of threads.
 *
 * <p>Threads: one consumer; any thread closes. The workers are this loader's own.
 */
final class PipelinedLoader<T> implements Loader<T> {
    private static final String CANNOT_CLOSE = "Cannot close what a function made of a batch: ";

    private final Snapshot snapshot;
    private final BufferAllocator allocator;
    private final EpochOrder order;
    private final int prefetchBatches;
    private final LoaderThreads threads;
    private final BatchSteps<T> steps;
    private final Deque<BatchWork<T>> ahead = new ArrayDeque<>();
    private final Lock closing = new ReentrantLock();
    private long nextStep;
    private boolean failed;
    private boolean closed;

    /** What a loader gives back when it is closed. */
    record Resources(Snapshot snapshot, BufferAllocator allocator, LoaderThreads threads) {}

    PipelinedLoader(Resources resources, EpochOrder order, BatchSteps<T> steps, int prefetchBatches, long firstStep) {
        this.snapshot = resources.snapshot();
        this.allocator = resources.allocator();
        this.threads = resources.threads();
        this.order = order;
        this.steps = steps;
        this.prefetchBatches = prefetchBatches;
        this.nextStep = firstStep;
        beginAhead();
    }

    private void beginAhead() {
        while (ahead.size() < prefetchBatches && nextStep < order.steps()) {
            steps.clock().begun();
            ahead.add(new BatchWork<>(steps, nextStep, order.batch(nextStep)).begin());
            nextStep++;
        }
        if (nextStep >= order.steps()) {
            steps.clock().begunAll();
        }
    }

    @Override
    public synchronized boolean hasNext() {
        return !closed && !failed && !ahead.isEmpty();
    }

    @Override
    public T next() {
        BatchWork<T> first = first();
        boolean isReady = first.ready().isDone();
        long started = System.nanoTime();
        BatchWork.Ready<T> batch = await(first);
        long waited = isReady ? 0 : System.nanoTime() - started;
        synchronized (this) {
            if (closed) {
                throw closedWhileWaiting();
            }
            ahead.remove();
            steps.clock().delivered(batch, waited);
            beginAhead();
        }
        return batch.value();
    }

    private synchronized BatchWork<T> first() {
        if (!hasNext()) {
            throw new NoSuchElementException("the epoch is over");
        }
        return ahead.element();
    }

    private BatchWork.Ready<T> await(BatchWork<T> work) {
        try {
            return work.ready().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a batch");
        } catch (CancellationException e) {
            throw steps.isClosing() ? closedWhileWaiting() : failedWith(e);
        } catch (ExecutionException e) {
            if (steps.isClosing()) {
                throw closedWhileWaiting();
            }
            if (e.getCause() instanceof Error failure) {
                fail();
                throw failure;
            }
            throw failedWith(
                    e.getCause() instanceof RuntimeException failure
                            ? failure
                            : new IllegalStateException(e.getCause()));
        }
    }

    private synchronized void fail() {
        failed = true;
    }

    private RuntimeException failedWith(RuntimeException failure) {
        fail();
        return failure;
    }

    private static CancellationException closedWhileWaiting() {
        return new CancellationException("the loader was closed while its consumer waited for a batch");
    }

    @Override
    public long version() {
        return snapshot.version();
    }

    @Override
    public long rows() {
        return order.rows();
    }

    @Override
    public long steps() {
        return order.steps();
    }

    @Override
    public String orderHash() {
        return order.hash();
    }

    @Override
    public LoaderStatistics statistics() {
        return steps.clock().statistics();
    }

    @Override
    public void close() {
        threads.requireForeign();
        // Whoever comes while another thread closes goes on when everything has been given back.
        closing.lock();
        try {
            if (beginClosing()) {
                steps.beginClosing();
                threads.close();
                giveBack();
            }
        } finally {
            closing.unlock();
        }
    }

    private synchronized boolean beginClosing() {
        boolean isFirst = !closed;
        closed = true;
        return isFirst;
    }

    private void giveBack() {
        try {
            closeUndelivered();
        } finally {
            steps.closeBatches();
            snapshot.close();
            allocator.close();
        }
    }

    /** Closes what was made of batches and not delivered; all of it, whatever one of them throws. */
    private void closeUndelivered() {
        RuntimeException failure = null;
        for (BatchWork<T> work : ahead) {
            if (!work.ready().isCompletedExceptionally()
                    && work.ready().join().value() instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    failure = failure == null ? new IllegalStateException(CANNOT_CLOSE + e, e) : failure;
                }
            }
        }
        ahead.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
