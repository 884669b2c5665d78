// SPDX-License-Identifier: Apache-2.0
package dev.joust.sync;

import static java.util.Objects.requireNonNull;

/**
 * An index that a sync brought up to date, or built again.
 *
 * @param table the table or view that has it
 * @param index its name
 * @param rowsIndexed the rows that it covers now
 * @param version the table's version that has it
 */
public record UpdatedIndex(String table, String index, long rowsIndexed, long version) {
    /** Checks that nothing is null. */
    public UpdatedIndex {
        requireNonNull(table, "table");
        requireNonNull(index, "index");
    }

    /** One line such as {@code [bdd100k] index dhash_idx: covers 3705 rows, version 13}. */
    @Override
    public String toString() {
        return "[" + table + "] index " + index + ": covers " + rowsIndexed + (rowsIndexed == 1 ? " row" : " rows")
                + ", version " + version;
    }
}
