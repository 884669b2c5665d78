// SPDX-License-Identifier: Apache-2.0
package dev.joust.permutation;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What makes a permutation, apart from the rows themselves.
 *
 * @param table whose rows
 * @param version of the table
 * @param filter SQL that is true for its rows
 */
public record PermutationDefinition(
        String table, long version, Optional<String> filter, Splits splits, Optional<Shuffle> shuffle) {
    /** Checks. */
    public PermutationDefinition {
        requireNonNull(table, "table");
        requireNonNull(filter, "filter");
        requireNonNull(splits, "splits");
        requireNonNull(shuffle, "shuffle");
    }
}
