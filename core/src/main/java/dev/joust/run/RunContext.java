// SPDX-License-Identifier: Apache-2.0
package dev.joust.run;

import static java.util.Objects.requireNonNull;

import dev.joust.job.Cancellation;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the tasks of a run have in common while they run: a request to stop, and how many rows are done.
 *
 * <p>It belongs to one process. A runner that works elsewhere gives its workers a context there, passes requests to
 * stop on, and adds here what they count.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class RunContext {
    private final Cancellation cancellation;
    private final Devices devices;
    private final AtomicLong rowsDone;
    private final AtomicLong rowsFailed;
    private final AtomicLong checkpoints;

    private RunContext(
            Cancellation cancellation,
            Devices devices,
            AtomicLong rowsDone,
            AtomicLong rowsFailed,
            AtomicLong checkpoints) {
        this.cancellation = requireNonNull(cancellation, "cancellation");
        this.devices = requireNonNull(devices, "devices");
        this.rowsDone = rowsDone;
        this.rowsFailed = rowsFailed;
        this.checkpoints = checkpoints;
    }

    /** Starts to count at zero, on this machine. */
    public RunContext(Cancellation cancellation) {
        this(cancellation, Devices.here(), new AtomicLong(), new AtomicLong(), new AtomicLong());
    }

    /** Returns this context for other devices: it counts and stops together with this one. */
    public RunContext on(Devices other) {
        return new RunContext(cancellation, other, rowsDone, rowsFailed, checkpoints);
    }

    /** What the machine has for functions. */
    public Devices devices() {
        return devices;
    }

    /** The request to stop, which tasks look at between two batches. */
    public Cancellation cancellation() {
        return cancellation;
    }

    /**
     * Counts rows that are done now.
     *
     * @param rows how many, failed ones included
     * @param failed how many of them failed
     */
    public void add(long rows, long failed) {
        rowsFailed.addAndGet(failed);
        rowsDone.addAndGet(rows);
    }

    /**
     * Counts checkpoints that are written now.
     *
     * @param written how many
     */
    public void addCheckpoints(long written) {
        checkpoints.addAndGet(written);
    }

    /** The checkpoints that are written. */
    public long checkpoints() {
        return checkpoints.get();
    }

    /** The rows that are done, failed ones included. */
    public long rowsDone() {
        return rowsDone.get();
    }

    /** The rows that failed. */
    public long rowsFailed() {
        return rowsFailed.get();
    }
}
