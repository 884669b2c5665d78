// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

/**
 * A column that a function reads.
 *
 * @param column its name, a dot path into structs such as {@code info.size.width}, or {@link #ROW_ID}
 * @param type how the function wants to see it
 */
public record FeatureInput(String column, InputType<?> type) {
    /** The name of an input that is no column but the id of the row: {@value}; it is read as whole numbers. */
    public static final String ROW_ID = "_rowid";

    /** Checks that nothing is null. */
    public FeatureInput {
        requireNonNull(column, "column");
        requireNonNull(type, "type");
    }
}
