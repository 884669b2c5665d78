// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

/**
 * The version of a table of which a cell has read more than its own row: the source of a joined feature, or the table
 * itself for an aggregate.
 *
 * @param table its name
 * @param version the version
 * @param signature a hash over the names of all files that were read: equal ones hold equal values
 */
public record SourceVersion(String table, long version, String signature) {
    /** Checks that nothing is null. */
    public SourceVersion {
        requireNonNull(table, "table");
        requireNonNull(signature, "signature");
    }
}
