// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends a command cleanly when a signal asks the JVM to stop: what is being committed is, the rest is left.
 *
 * <p>On a signal all work begun with {@link #runCancellable} is cancelled, and the JVM waits for the command to return,
 * at most {@value #GRACE_SECONDS} seconds. A command without such work ends at once. The JVM then exits with 128 plus
 * the signal's number, 130 for an interrupt from the keyboard.
 *
 * <p>Threads: safe for use by several.
 */
public final class Interrupts {
    /** How long a command may take to end itself. */
    public static final int GRACE_SECONDS = 30;

    private final List<Runnable> cancels = new ArrayList<>();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;

    /** Makes one that the JVM's signals reach. */
    public static Interrupts install() {
        Interrupts interrupts = new Interrupts();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupts::request, "joust-interrupt"));
        return interrupts;
    }

    /** Whether a signal has asked the command to end. */
    public boolean isRequested() {
        return requested;
    }

    /**
     * Does work that can be cancelled.
     *
     * @param cancel makes the work return soon; called on another thread when a signal comes, and at once if one came
     *     before
     * @param work what to do
     * @return what the work returned
     */
    public <T extends @Nullable Object> T runCancellable(Runnable cancel, Supplier<T> work) {
        requireNonNull(cancel, "cancel");
        boolean late;
        synchronized (cancels) {
            late = requested;
            cancels.add(cancel);
        }
        try {
            if (late) {
                cancel.run();
            }
            return work.get();
        } finally {
            synchronized (cancels) {
                cancels.remove(cancel);
            }
        }
    }

    /** Says that the command has ended and the JVM need not wait for it. */
    public void finish() {
        finished.countDown();
    }

    /** Does what a signal does: cancels, and waits for the end of the command if there was something to cancel. */
    public void request() {
        if (finished.getCount() == 0) {
            return;
        }
        List<Runnable> running;
        synchronized (cancels) {
            requested = true;
            running = List.copyOf(cancels);
        }
        running.forEach(Runnable::run);
        if (!running.isEmpty()) {
            awaitFinish();
        }
    }

    private void awaitFinish() {
        try {
            if (!finished.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("joust: the command did not end within " + GRACE_SECONDS + " s; leaving it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
