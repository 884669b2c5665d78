// SPDX-License-Identifier: Apache-2.0
package dev.joust.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.joust.loader.RowOrder;
import java.util.List;

/**
 * The rows of one epoch in the order of their delivery.
 *
 * <p>Values: immutable. Threads: safe for use by several threads.
 */
public final class EpochRows {
    private final List<String> views;
    private final int[] viewAt;
    private final long[] rowIds;

    /**
     * Takes the rows; the arrays are not copied and must not be changed.
     *
     * @param views where rows come from
     * @param viewAt the place among the views of each row
     * @param rowIds the id of each row in its view
     */
    public EpochRows(List<String> views, int[] viewAt, long[] rowIds) {
        this.views = List.copyOf(views);
        this.viewAt = requireNonNull(viewAt, "viewAt");
        this.rowIds = requireNonNull(rowIds, "rowIds");
    }

    /** How many. */
    public int size() {
        return rowIds.length;
    }

    /** The view or table of a row. */
    public String view(int place) {
        return views.get(viewAt[place]);
    }

    /** The id of a row in its view or table. */
    public long rowId(int place) {
        return rowIds[place];
    }

    /** The fingerprint of the order; see {@link RowOrder#hash}. */
    public String hash() {
        return RowOrder.hash(rowIds);
    }
}
