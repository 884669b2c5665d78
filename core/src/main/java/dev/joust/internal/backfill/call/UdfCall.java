// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import org.jspecify.annotations.Nullable;

/**
 * One call of a function under watch: it runs, may be interrupted, and then is over or is given up.
 *
 * <p>Threads: {@link #end} and {@link #sign} are the calling thread's, {@link #look} the watch's.
 */
final class UdfCall {
    /** A timeout that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    private final Thread thread;
    private final long timeoutNanos;
    private volatile long signNanos;
    private State state = State.RUNNING;
    private long interruptNanos;

    private enum State {
        RUNNING,
        INTERRUPTED,
        OVER,
        GIVEN_UP
    }

    /** Begins a call of the current thread. */
    UdfCall(long timeoutNanos) {
        this.thread = Thread.currentThread();
        this.timeoutNanos = timeoutNanos;
        this.signNanos = timeoutNanos == NEVER ? 0 : System.nanoTime();
    }

    /** Starts the timeout anew, after each row of a function that takes rows one by one. */
    void sign() {
        if (timeoutNanos != NEVER) {
            signNanos = System.nanoTime();
        }
    }

    /**
     * Ends the call, and takes back an interrupt that came from the watch or from the function itself.
     *
     * @return whether it was interrupted because it took too long
     * @throws ThreadGivenUp if somebody else has taken over
     */
    synchronized boolean end() throws ThreadGivenUp {
        if (state == State.GIVEN_UP) {
            throw new ThreadGivenUp();
        }
        boolean wasInterrupted = state == State.INTERRUPTED;
        state = State.OVER;
        Thread.interrupted();
        return wasInterrupted;
    }

    /**
     * Interrupts the call if it takes too long or is cancelled, and gives it up if that does not help.
     *
     * @param takeOver runs when it is given up, before the function can do anything more to the engine
     */
    synchronized void look(boolean isCancelled, long graceNanos, Runnable takeOver) {
        long now = System.nanoTime();
        if (state == State.RUNNING && (isCancelled || (timeoutNanos != NEVER && now - signNanos > timeoutNanos))) {
            state = State.INTERRUPTED;
            interruptNanos = now;
            thread.interrupt();
        } else if (state == State.INTERRUPTED && now - interruptNanos > graceNanos) {
            state = State.GIVEN_UP;
            takeOver.run();
        }
    }

    /** What a thread does under watch. */
    @FunctionalInterface
    interface Body {
        void run(UdfCall call) throws Exception;
    }

    /** Runs a body on the current thread and returns what it threw, if anything. */
    @Nullable
    Throwable run(Body body) {
        try {
            body.run(this);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }
}
