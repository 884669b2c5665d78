// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

/**
 * A column that a function reads.
 *
 * @param column its name
 * @param type how the function wants to see it
 */
public record FeatureInput(String column, InputType<?> type) {
    /** Checks that nothing is null. */
    public FeatureInput {
        requireNonNull(column, "column");
        requireNonNull(type, "type");
    }
}
