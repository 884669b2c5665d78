// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

/** What a joined feature does with a row whose key the other table has not. */
public enum MissingKey {
    /** The cell is NULL. */
    NULL,
    /** The cell keeps the value that it has, which is NULL before the first one was found. */
    KEEP,
    /** The row fails; the error policy of the backfill decides what happens. A row with NULL in its key is NULL. */
    ERROR
}
