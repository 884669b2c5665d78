// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.onnx;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.UdfContext;
import java.util.OptionalInt;

/**
 * What one instance of a model runs on.
 *
 * @param threads how many threads it computes with
 * @param gpu the GPU that it uses, if the runtime on the class path can
 */
public record Device(int threads, OptionalInt gpu) {
    /** Checks the numbers. */
    public Device {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1 but was " + threads);
        }
        requireNonNull(gpu, "gpu");
    }

    /** All cores, for single queries. */
    public static Device allCores() {
        return new Device(Runtime.getRuntime().availableProcessors(), OptionalInt.empty());
    }

    /** An equal share of the cores for each worker of a backfill. */
    public static Device of(UdfContext context) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Device(Math.max(1, cores / context.workers()), context.gpu());
    }
}
