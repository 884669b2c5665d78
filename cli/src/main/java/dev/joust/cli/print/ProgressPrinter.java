// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows on stderr how far a long command is: a bar on a terminal, a line now and then elsewhere, JSON lines with
 * {@code --json}.
 *
 * <p>Stages follow each other; beginning one ends the one before. A clock of its own keeps the display going while a
 * stage says nothing. Threads: safe for use by several.
 */
public final class ProgressPrinter implements AutoCloseable {
    /** Time between two displays; the contract asks for two per second at least. */
    public static final int TICK_MILLIS = 250;

    private final ProgressDisplay display;
    private final LongSupplier nanoTime;
    private final @Nullable ScheduledExecutorService clock;
    private @Nullable Stage stage;
    private boolean closed;

    ProgressPrinter(ProgressDisplay display, LongSupplier nanoTime, @Nullable ScheduledExecutorService clock) {
        this.display = requireNonNull(display, "display");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
        this.clock = clock;
    }

    /** Makes one for this terminal that shows itself as time goes by, until it is closed. */
    public static ProgressPrinter start(Terminal terminal, boolean json) {
        ProgressDisplay display = json
                ? new JsonProgress(terminal.stderr())
                : terminal.drawsProgress() ? new BarProgress(terminal) : new LineProgress(terminal.stderr());
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "joust-progress");
            thread.setDaemon(true);
            return thread;
        });
        ProgressPrinter printer = new ProgressPrinter(display, System::nanoTime, clock);
        var unused = clock.scheduleAtFixedRate(printer::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return printer;
    }

    /**
     * Prints the JSON line of a commit without progress.
     *
     * @param rows how many rows it is about, all of which are done
     * @param seconds how long they took
     */
    public static void tellCommit(Terminal terminal, String stage, long rows, double seconds, long version) {
        new JsonProgress(terminal.stderr())
                .commit(new ProgressSnapshot(stage, rows, OptionalLong.of(rows), seconds), version);
    }

    /**
     * Begins a stage and ends the one before.
     *
     * @param name a few words, such as {@code backfill dhash}
     * @param rowsTotal how many rows it will handle, or empty where that is not known
     */
    public synchronized void begin(String name, OptionalLong rowsTotal) {
        endStage();
        stage = new Stage(requireNonNull(name, "name"), rowsTotal, nanoTime.getAsLong());
        tick();
    }

    /** Corrects how many rows the current stage will handle. */
    public synchronized void expect(long rowsTotal) {
        if (stage != null) {
            stage.rowsTotal = OptionalLong.of(rowsTotal);
        }
    }

    /** Adds to the rows of the current stage that are done. */
    public synchronized void advance(long rows) {
        if (stage != null) {
            stage.rowsDone += rows;
        }
    }

    /** Sets how many rows of the current stage are done. */
    public synchronized void reach(long rowsDone) {
        if (stage != null) {
            stage.rowsDone = rowsDone;
        }
    }

    /** Says that the rows done so far survive a crash. */
    public synchronized void checkpoint() {
        if (stage != null && !closed) {
            display.checkpoint(stage.snapshot(nanoTime.getAsLong()));
        }
    }

    /** Says that the rows done so far are committed as a version of the table. */
    public synchronized void commit(long version) {
        if (stage != null && !closed) {
            display.commit(stage.snapshot(nanoTime.getAsLong()), version);
        }
    }

    /** Shows where the current stage is now. */
    public synchronized void tick() {
        if (stage != null && !closed) {
            display.show(stage.snapshot(nanoTime.getAsLong()));
        }
    }

    /** Ends the current stage and the display. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                endStage();
                closed = true;
            }
        }
        if (clock != null) {
            clock.shutdownNow();
        }
    }

    private void endStage() {
        if (stage != null) {
            display.end(stage.snapshot(nanoTime.getAsLong()));
            stage = null;
        }
    }

    private static final class Stage {
        private final String name;
        private OptionalLong rowsTotal;
        private final long startNanos;
        private long rowsDone;

        Stage(String name, OptionalLong rowsTotal, long startNanos) {
            this.name = name;
            this.rowsTotal = rowsTotal;
            this.startNanos = startNanos;
        }

        ProgressSnapshot snapshot(long nowNanos) {
            return new ProgressSnapshot(name, rowsDone, rowsTotal, (nowNanos - startNanos) / 1e9);
        }
    }
}
