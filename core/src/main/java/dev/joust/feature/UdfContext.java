// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where an instance of a {@link BatchUdf} runs.
 *
 * @param worker which of the workers it belongs to, counted from 0
 * @param workers how many there are
 * @param tempFolder a folder for this worker alone that is removed after the backfill
 * @param parameters the parameters that the feature declares
 */
public record UdfContext(int worker, int workers, Path tempFolder, Map<String, String> parameters) {
    /** Checks and copies. */
    public UdfContext {
        requireNonNull(tempFolder, "tempFolder");
        parameters = Map.copyOf(parameters);
        if (worker < 0 || worker >= workers) {
            throw new IllegalArgumentException("worker must be in 0 to " + (workers - 1) + " but was " + worker);
        }
    }
}
