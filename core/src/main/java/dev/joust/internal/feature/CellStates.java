// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.CellCounts;
import dev.joust.feature.FragmentStatus;
import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import java.util.List;

/**
 * The state of each live cell of a feature in one fragment, by physical offset. Each row is in one of the five sets.
 *
 * @param nulls the fresh rows whose value is NULL
 * @param why reasons in words
 * @param stamps the stamps that are current
 */
public record CellStates(
        RowSet fresh,
        RowSet nulls,
        RowSet missing,
        RowSet stale,
        RowSet failed,
        RowSet foreign,
        List<String> why,
        List<Stamp> stamps) {
    /** Copies the lists. */
    public CellStates {
        why = List.copyOf(why);
        stamps = List.copyOf(stamps);
    }

    /** All live rows. */
    public RowSet live() {
        return fresh.or(missing).or(stale).or(failed).or(foreign);
    }

    /** The number of rows in each state. */
    public CellCounts counts() {
        int rows = fresh.size() + missing.size() + stale.size() + failed.size() + foreign.size();
        return new CellCounts(
                rows, fresh.size(), nulls.size(), missing.size(), stale.size(), failed.size(), foreign.size());
    }

    /** As users see it. */
    public FragmentStatus status(int fragment) {
        return new FragmentStatus(fragment, counts(), why, stamps);
    }
}
