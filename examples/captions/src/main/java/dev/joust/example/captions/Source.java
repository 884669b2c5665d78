// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import dev.joust.Lake;
import dev.joust.Table;

/** Where the rows come from: a first part that makes the table, and a sixth that arrives later. */
sealed interface Source permits InventedPosts, RowsOfTable {
    /** Creates the table in a lake with the first rows. */
    Table create(Lake lake, String name);

    /** Appends the rows that arrive later, and returns how many. */
    long append(Table table);

    /** What it is. */
    String words();

    /** How many of so many rows arrive later. */
    static long later(long rows) {
        return rows / 6;
    }
}
