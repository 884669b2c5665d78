// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.error.InternalException;
import dev.joust.internal.backfill.rows.ByteBudget;
import dev.joust.internal.backfill.rows.ComputedRows;
import dev.joust.internal.backfill.rows.RawBatch;
import dev.joust.internal.backfill.rows.RowNumbers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A batch that waits for a thread of the pool, is being computed, or is done. Its inputs are given back as soon as it
 * is computed, and its results belong to whoever takes them.
 *
 * <p>Between two attempts it waits without a thread, and it moves to another thread when its own is given up.
 */
public final class PendingBatch {
    private final RawBatch raw;
    private final ByteBudget budget;
    private final UdfPool pool;
    private final BatchComputation computation;
    private final CompletableFuture<Map<String, ComputedRows>> results = new CompletableFuture<>();
    private State state = State.WAITING;
    private boolean isAbandoned;
    private boolean isShared;
    private @Nullable Throwable lost;

    private enum State {
        WAITING,
        RUNNING,
        DONE
    }

    /** Takes over a batch whose bytes are taken from the budget. */
    public PendingBatch(RawBatch raw, ByteBudget budget, UdfPool pool, BatchComputation computation) {
        this.raw = raw;
        this.budget = budget;
        this.pool = pool;
        this.computation = computation;
    }

    /** Computes it as far as possible, on a thread of the pool. */
    void run(UdfThread thread) throws ThreadGivenUp {
        Throwable failure;
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.RUNNING;
            failure = lost;
            lost = null;
        }
        try {
            Duration wait = computation.advance(thread, failure);
            if (wait != null) {
                suspend(wait);
                return;
            }
            giveBack();
            if (!results.complete(computation.results())) {
                computation.close();
            }
        } catch (ThreadGivenUp e) {
            throw e;
        } catch (Throwable e) {
            computation.close();
            giveBack();
            results.completeExceptionally(e);
        }
    }

    public int rows() {
        return raw.rows();
    }

    /** The ids of some of its rows, which are given by ascending offsets. */
    public long[] rowIds(RowNumbers offsets) {
        long[] ids = new long[offsets.size()];
        for (int i = 0, at = 0; i < ids.length; at++) {
            if (raw.offsets().offset(at) == offsets.offset(i)) {
                ids[i++] = raw.rowIds().get(at);
            }
        }
        return ids;
    }

    private void suspend(Duration wait) {
        synchronized (this) {
            if (isAbandoned) {
                throw new CancellationException("The batch was abandoned");
            }
            state = State.WAITING;
        }
        pool.executeLater(this, wait);
    }

    /**
     * Takes it from the thread that computes it, whose function may still read its inputs.
     *
     * @param failure what to make of the call that the thread is at
     * @return the inputs, which the thread closes
     */
    synchronized AutoCloseable handOver(Throwable failure) {
        lost = failure;
        state = State.WAITING;
        isShared = true;
        return raw.retained();
    }

    /** Waits for the results by feature, which the caller closes; features that stopped are not among them. */
    public Map<String, ComputedRows> await() throws InterruptedException {
        try {
            return results.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new InternalException("Cannot compute a batch: " + e.getCause() + "; please report this", e);
        }
    }

    /** Frees everything: at once if no thread is at it, else when the thread is done with the batch. */
    public void abandon() {
        boolean isIdle;
        synchronized (this) {
            isAbandoned = true;
            isIdle = state == State.WAITING;
            if (isIdle) {
                state = State.DONE;
            }
        }
        computation.abandon();
        if (isIdle) {
            computation.close();
            giveBack();
            results.completeExceptionally(new CancellationException("The batch was abandoned"));
        }
        try {
            results.join().values().forEach(ComputedRows::close);
        } catch (RuntimeException e) {
            // It failed, and so left nothing to free; what it failed of is another batch's news.
            return;
        }
    }

    private synchronized void giveBack() {
        state = State.DONE;
        if (isShared) {
            raw.release();
        } else {
            raw.close();
        }
        budget.giveBack(raw.bytes());
    }
}
