// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.error.InternalException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A batch that waits for a thread of the pool, is being computed, or is done. Its inputs are given back as soon as it
 * is computed, and its results belong to whoever takes them.
 */
final class PendingBatch implements Runnable {
    private final RawBatch raw;
    private final ByteBudget budget;
    private final Computation computation;
    private final AtomicBoolean isClaimed = new AtomicBoolean();
    private final CompletableFuture<List<ComputedRows>> results = new CompletableFuture<>();

    /** Computes all features of a batch. */
    @FunctionalInterface
    interface Computation {
        List<ComputedRows> compute(RawBatch raw) throws InterruptedException;
    }

    /** Takes over a batch whose bytes are taken from the budget. */
    PendingBatch(RawBatch raw, ByteBudget budget, Computation computation) {
        this.raw = raw;
        this.budget = budget;
        this.computation = computation;
    }

    @Override
    public void run() {
        if (!isClaimed.compareAndSet(false, true)) {
            return;
        }
        try {
            List<ComputedRows> computed;
            try {
                computed = computation.compute(raw);
            } finally {
                giveBack();
            }
            results.complete(computed);
        } catch (Throwable e) {
            results.completeExceptionally(e);
        }
    }

    int rows() {
        return raw.rows();
    }

    /** The ids of some of its rows, which are given by ascending offsets. */
    long[] rowIds(RowNumbers offsets) {
        long[] ids = new long[offsets.size()];
        for (int i = 0, at = 0; i < ids.length; at++) {
            if (raw.offsets().offset(at) == offsets.offset(i)) {
                ids[i++] = raw.rowIds().get(at);
            }
        }
        return ids;
    }

    /** Waits for the results, which the caller closes. */
    List<ComputedRows> await() throws InterruptedException {
        try {
            return results.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            } else if (e.getCause() instanceof InterruptedException) {
                throw new CancellationException("The job was interrupted");
            }
            throw new InternalException("Cannot compute a batch: " + e.getCause() + "; please report this", e);
        }
    }

    /** Frees everything: at once if no thread has begun, else when it is done with the batch. */
    void abandon() {
        if (isClaimed.compareAndSet(false, true)) {
            giveBack();
            results.completeExceptionally(new CancellationException("The batch was abandoned"));
        }
        try {
            results.join().forEach(ComputedRows::close);
        } catch (RuntimeException e) {
            // It failed, and so left nothing to free; what it failed of is another batch's news.
            return;
        }
    }

    private void giveBack() {
        raw.close();
        budget.giveBack(raw.bytes());
    }
}
