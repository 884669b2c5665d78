// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends a command cleanly when a signal asks the JVM to stop: what is being committed is, the rest is left.
 *
 * <p>On a signal the innermost work begun with {@link #runCancellable} is cancelled, or else what was begun with
 * {@link #runAbandonable} is left where it is; the JVM waits for the command to return, at most {@value #GRACE_SECONDS}
 * seconds. It then exits with 128 plus the signal's number, 130 for an interrupt from the keyboard.
 *
 * <p>Threads: safe for use by several.
 */
public final class Interrupts {
    /** How long a command may take to end itself. */
    public static final int GRACE_SECONDS = 30;

    private static final int PATIENCE_SECONDS = 1;

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

    /**
     * Does work on a thread of its own that a signal does not wait for.
     *
     * @param work what to do; once it was left, nobody hears of its end
     * @param outcome called instead of returning what the work returns, if a signal comes first
     */
    public <T> T runAbandonable(Supplier<T> work, Supplier<T> outcome) {
        CompletableFuture<T> result = new CompletableFuture<>();
        AtomicBoolean isLeft = new AtomicBoolean();
        Runnable leave = () -> {
            isLeft.set(true);
            result.cancel(false);
        };
        synchronized (cancels) {
            cancels.add(leave);
        }
        Thread thread = new Thread(() -> complete(result, work), "joust-command");
        thread.setDaemon(true);
        thread.start();
        try {
            return result.join();
        } catch (CancellationException e) {
            if (isLeft.get()) {
                return outcome.get();
            }
            throw e;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        } finally {
            synchronized (cancels) {
                cancels.remove(leave);
            }
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
        try {
            result.complete(work.get());
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
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
        Runnable cancel;
        synchronized (cancels) {
            requested = true;
            if (cancels.isEmpty()) {
                return;
            }
            cancel = cancels.get(cancels.size() - 1);
        }
        cancel.run();
        awaitFinish();
    }

    private void awaitFinish() {
        try {
            if (finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
            System.err.println(
                    "joust: stopping as soon as the step that runs now is done, in at most " + GRACE_SECONDS + " s");
            if (!finished.await(GRACE_SECONDS - PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("joust: the command did not end within " + GRACE_SECONDS + " s; leaving it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
