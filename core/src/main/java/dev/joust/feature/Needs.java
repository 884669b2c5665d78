// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

/**
 * What an instance of a function needs of the machine.
 *
 * @param gpu whether it needs a GPU
 * @param memoryBytes about how much memory it takes; 0 if that is not worth a thought
 */
public record Needs(Gpu gpu, long memoryBytes) {
    /** No GPU, and little memory. */
    public static final Needs NOTHING = new Needs(Gpu.NONE, 0);

    /** Whether a function needs a GPU. */
    public enum Gpu {
        /** It does not use one. */
        NONE,
        /** It uses one where there is one, and the processor elsewhere. */
        OPTIONAL,
        /** It cannot do without. */
        REQUIRED
    }

    /** Checks the numbers. */
    public Needs {
        requireNonNull(gpu, "gpu");
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("memoryBytes must not be negative but was " + memoryBytes);
        }
    }
}
