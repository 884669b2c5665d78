// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

/**
 * In what state the cells of a feature are.
 *
 * @param rows all live rows: fresh, missing, stale, failed and foreign ones
 * @param fresh computed by the function that the table records, from the inputs as they are now
 * @param nulls the fresh ones whose value is NULL
 * @param missing never computed
 * @param stale computed by another function, or from inputs that have changed
 * @param failed the function could not compute them
 * @param foreign somebody else inserted a value; left alone
 */
public record CellCounts(long rows, long fresh, long nulls, long missing, long stale, long failed, long foreign) {
    /** No cells at all. */
    public static final CellCounts NONE = new CellCounts(0, 0, 0, 0, 0, 0, 0);

    /** Checks that the states add up. */
    public CellCounts {
        if (rows != fresh + missing + stale + failed + foreign || nulls > fresh) {
            throw new IllegalArgumentException("The states do not add up to " + rows + " rows");
        }
    }

    /** Returns the sums. */
    public CellCounts plus(CellCounts other) {
        return new CellCounts(
                rows + other.rows,
                fresh + other.fresh,
                nulls + other.nulls,
                missing + other.missing,
                stale + other.stale,
                failed + other.failed,
                foreign + other.foreign);
    }
}
