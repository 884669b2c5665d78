// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.internal.lance.Snapshot;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderSpec;
import dev.joust.loader.LoaderStatistics;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Keeps a bounded number of batches in work or ready, and hands them out in order, whatever the number of threads.
 *
 * <p>Threads: one consumer; the workers are this loader's own. Exceptions: a batch that fails is thrown when its turn
 * comes, and the loader can only be closed after it.
 */
final class PipelinedLoader implements Loader {
    private final Snapshot snapshot;
    private final BufferAllocator allocator;
    private final LoaderSpec spec;
    private final long epochRows;
    private final String orderHash;
    private final long[] order;
    private final BatchTask task;
    private final LoaderClock clock = new LoaderClock();
    private final ExecutorService workers;
    private final Queue<Future<LoadedBatch>> ahead = new ArrayDeque<>();
    private final Queue<byte[]> pixelPool = new ConcurrentLinkedQueue<>();
    private final Set<LoadedBatch> open = ConcurrentHashMap.newKeySet();
    private long nextStep;
    private boolean closed;

    PipelinedLoader(
            Snapshot snapshot,
            BufferAllocator allocator,
            LoaderSpec spec,
            Map<String, String> columns,
            EpochOrder epoch) {
        this.snapshot = snapshot;
        this.allocator = allocator;
        this.spec = spec;
        this.epochRows = epoch.rows();
        this.orderHash = epoch.hash();
        this.order = epoch.shard();
        this.nextStep = spec.firstStep();
        this.task = new BatchTask(snapshot, allocator, spec, columns, clock, pixelPool, open);
        this.workers = Executors.newFixedThreadPool(spec.threads(), runnable -> {
            Thread thread = new Thread(runnable, "joust-loader");
            thread.setDaemon(true);
            return thread;
        });
        submitAhead();
    }

    private void submitAhead() {
        while (ahead.size() < spec.threads() + spec.prefetchBatches() && nextStep * spec.batchRows() < order.length) {
            long step = nextStep++;
            int from = (int) (step * spec.batchRows());
            long[] rowIds = Arrays.copyOfRange(order, from, Math.min(order.length, from + spec.batchRows()));
            ahead.add(workers.submit(() -> task.load(step, rowIds)));
        }
    }

    @Override
    public boolean hasNext() {
        return !closed && !ahead.isEmpty();
    }

    @Override
    public Batch next() {
        Future<LoadedBatch> future = closed ? null : ahead.poll();
        if (future == null) {
            throw new NoSuchElementException("the epoch is over");
        }
        long started = System.nanoTime();
        LoadedBatch batch = await(future);
        clock.waited(System.nanoTime() - started);
        clock.delivered(batch.size());
        submitAhead();
        return batch;
    }

    private static LoadedBatch await(Future<LoadedBatch> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.util.concurrent.CancellationException("interrupted while waiting for a batch");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public long version() {
        return snapshot.version();
    }

    @Override
    public long rows() {
        return epochRows;
    }

    @Override
    public String orderHash() {
        return orderHash;
    }

    @Override
    public LoaderStatistics statistics() {
        return clock.statistics();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        // Batches that wait in the queue are not begun. Those in work end after a frame, but a native read, which
        // cannot
        // be interrupted, is waited for.
        workers.shutdownNow();
        awaitWorkers();
        ahead.clear();
        List.copyOf(open).forEach(LoadedBatch::close);
        snapshot.close();
        allocator.close();
    }

    private void awaitWorkers() {
        boolean interrupted = false;
        while (true) {
            try {
                if (workers.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
