// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.error.InvalidRequestException;
import dev.joust.feature.Computation;
import dev.joust.feature.Needs;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.job.Cancellation;
import dev.joust.run.Devices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the functions of a pass get of a machine: how many instances of each, and a GPU for each instance that uses one.
 *
 * <p>A GPU belongs to one worker of one pass of this process at a time. A pass that needs one waits until at least one
 * is free, and works with those that are free then. Whoever takes an admission closes it, after the last function.
 */
public final class Admission implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;
    private static final Set<Integer> TAKEN = new HashSet<>();

    private final int workers;
    private final List<Integer> gpus;

    private Admission(int workers, List<Integer> gpus) {
        this.workers = workers;
        this.gpus = List.copyOf(gpus);
    }

    /**
     * Admits the functions of a pass.
     *
     * @param concurrency how many instances of each are asked for
     * @throws InvalidRequestException if this machine has not what one of them needs
     */
    public static Admission of(
            List<ActiveFeature> features, int concurrency, Devices devices, Cancellation cancellation) {
        long memory = 0;
        boolean usesGpu = false;
        for (ActiveFeature feature : features) {
            if (feature.function().computation() instanceof Computation.Code code) {
                Needs needs = code.needs();
                requireGpu(feature, needs, devices);
                usesGpu |= needs.gpu() != Needs.Gpu.NONE;
                memory += needs.memoryBytes();
            }
        }
        requireMemory(features, memory, devices);
        int workers = memory == 0 ? concurrency : (int) Math.min(concurrency, devices.memoryBytes() / memory);
        if (!usesGpu || devices.gpus().isEmpty()) {
            return new Admission(workers, List.of());
        }
        List<Integer> taken = take(devices.gpus(), workers, cancellation);
        return new Admission(taken.size(), taken);
    }

    private static void requireGpu(ActiveFeature feature, Needs needs, Devices devices) {
        if (needs.gpu() == Needs.Gpu.REQUIRED && devices.gpus().isEmpty()) {
            throw new InvalidRequestException("Cannot compute feature '" + feature.name() + "': function "
                    + feature.identity() + " needs a GPU, and this machine has none; run it on one that has, name its"
                    + " GPUs in " + Devices.GPUS + ", or let the function work without (gpuIfThere)");
        }
    }

    private static void requireMemory(List<ActiveFeature> features, long memory, Devices devices) {
        if (memory > devices.memoryBytes()) {
            throw new InvalidRequestException("Cannot compute "
                    + (features.size() == 1
                            ? "feature '" + features.get(0).name() + "'"
                            : "features "
                                    + features.stream().map(ActiveFeature::name).toList())
                    + ": one instance of each function takes " + memory + " bytes, and this process may use "
                    + devices.memoryBytes() + "; raise the heap with -Xmx, or compute fewer features at once");
        }
    }

    private static List<Integer> take(List<Integer> gpus, int most, Cancellation cancellation) {
        synchronized (TAKEN) {
            while (true) {
                cancellation.check();
                List<Integer> free = new ArrayList<>(gpus);
                free.removeAll(TAKEN);
                if (!free.isEmpty()) {
                    List<Integer> taken = free.subList(0, Math.min(most, free.size()));
                    TAKEN.addAll(taken);
                    return taken;
                }
                try {
                    TAKEN.wait(LOOK_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** How many instances of each function work at once. */
    public int workers() {
        return workers;
    }

    /** The GPU of a worker. */
    OptionalInt gpu(int worker) {
        return gpus.isEmpty() ? OptionalInt.empty() : OptionalInt.of(gpus.get(worker));
    }

    @Override
    public void close() {
        synchronized (TAKEN) {
            gpus.forEach(TAKEN::remove);
            TAKEN.notifyAll();
        }
    }
}
