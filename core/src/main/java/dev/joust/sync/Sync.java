// SPDX-License-Identifier: Apache-2.0
package dev.joust.sync;

import static java.util.Objects.requireNonNull;

import dev.joust.backfill.Backfill;
import dev.joust.job.Cancellation;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Brings a table and everything that depends on it up to date: cells of features that are missing or stale, indexes,
 * every view of the table with its own features and indexes, then the views of these.
 *
 * <p>What is up to date is left alone, so that a second sync commits nothing. What fails is named, and the rest is
 * done. A sync that was cancelled or killed is finished by running it again: all that is committed stays, and it is
 * never written down what a sync has done, only looked at what there is to do.
 *
 * <p>Threads: a builder belongs to one thread. Two syncs of one table may run at once; neither doubles what the other
 * does.
 */
public final class Sync {
    private final Function<SyncRequest, SyncResult> engine;
    private Consumer<Backfill> settings = backfill -> {};
    private SyncListener listener = SyncListener.none();
    private Cancellation cancellation = new Cancellation();

    /**
     * Starts the description of a sync.
     *
     * @param engine what runs it
     */
    public Sync(Function<SyncRequest, SyncResult> engine) {
        this.engine = requireNonNull(engine, "engine");
    }

    /**
     * Sets how features are computed: what is said to each backfill before it runs, such as {@code backfill ->
     * backfill.concurrency(2).onError(ErrorPolicy.skip())}. By default a feature stops at its first failure.
     *
     * <p>What narrows the rows of a backfill leaves the others to the next sync. Who hears of it, and what cancels it,
     * is set here, not there.
     */
    public Sync backfilling(Consumer<Backfill> how) {
        this.settings = requireNonNull(how, "how");
        return this;
    }

    /** Sets who hears of progress, and of each part that is done. */
    public Sync onProgress(SyncListener hears) {
        this.listener = requireNonNull(hears, "hears");
        return this;
    }

    /**
     * Sets what ends it early: a backfill within one batch, a refresh before its commit, and otherwise between two
     * parts.
     */
    public Sync cancelledBy(Cancellation request) {
        this.cancellation = requireNonNull(request, "request");
        return this;
    }

    /**
     * Does everything there is to do, and returns when it is done.
     *
     * @return what was done, with what failed: features, indexes and views do not throw
     * @throws java.util.concurrent.CancellationException if it or one of its backfills was cancelled, or the thread was
     *     interrupted; what is committed stays
     */
    public SyncResult run() {
        return engine.apply(new SyncRequest(settings, listener, cancellation));
    }
}
