// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.RowSet;
import java.io.Serializable;

/**
 * Cells whose values are taken from a checkpoint.
 *
 * @param path the checkpoint
 * @param rows the rows that get them, by physical offset
 * @param positions where in the checkpoint their values are: the first of them belongs to the first row, and so on
 * @param nulls those of the rows that are NULL
 * @param failed those of the rows that failed
 */
public record ReusedRows(String path, RowSet rows, RowSet positions, RowSet nulls, RowSet failed)
        implements Serializable {
    public ReusedRows {
        requireNonNull(path, "path");
        if (rows.size() != positions.size()) {
            throw new IllegalArgumentException(rows.size() + " rows cannot be at " + positions.size() + " positions");
        }
        requireNonNull(nulls, "nulls");
        requireNonNull(failed, "failed");
    }

    /** Some of the rows. */
    public ReusedRows only(RowSet some) {
        java.util.BitSet kept = new java.util.BitSet();
        int position = positions.next(0);
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            kept.set(position, some.contains(row));
            position = positions.next(position + 1);
        }
        return new ReusedRows(path, rows.and(some), RowSet.of(kept), nulls.and(some), failed.and(some));
    }
}
