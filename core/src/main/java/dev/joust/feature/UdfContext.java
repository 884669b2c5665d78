// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where an instance of a {@link BatchUdf} runs.
 *
 * @param worker which of the workers it belongs to, counted from 0
 * @param workers how many there are
 * @param tempFolder a folder for this worker alone that is removed after the backfill
 * @param parameters the parameters that the feature declares
 * @param gpu the index of the GPU that is this worker's; empty if the function declares that it uses none, or there is
 *     none
 */
public record UdfContext(int worker, int workers, Path tempFolder, Map<String, String> parameters, OptionalInt gpu) {
    /** A worker without a GPU. */
    public UdfContext(int worker, int workers, Path tempFolder, Map<String, String> parameters) {
        this(worker, workers, tempFolder, parameters, OptionalInt.empty());
    }

    /** Checks and copies. */
    public UdfContext {
        requireNonNull(tempFolder, "tempFolder");
        parameters = Map.copyOf(parameters);
        requireNonNull(gpu, "gpu");
        if (worker < 0 || worker >= workers) {
            throw new IllegalArgumentException("worker must be in 0 to " + (workers - 1) + " but was " + worker);
        }
    }
}
