// SPDX-License-Identifier: Apache-2.0
package dev.joust;

/**
 * One entry in the list of a lake's tables.
 *
 * @param name its name
 * @param kind what it is for
 * @param rows live rows of its newest version
 * @param version its newest version
 */
public record TableInfo(String name, Kind kind, long rows, long version) {
    /** What a table is for. */
    public enum Kind {
        /** Holds rows of its own. */
        TABLE,
        /** Holds the rows of a query of another table. */
        VIEW,
        /** Holds an order of another table's rows. */
        PERMUTATION
    }
}
