// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The state of a feature in one fragment.
 *
 * @param fragment its id
 * @param cells in what state its cells are
 * @param why why some are missing, stale, failed or foreign, in words, such as {@code 3 rows stale: input 'caption'
 *     changed}
 * @param stamps who computed what
 */
public record FragmentStatus(int fragment, CellCounts cells, List<String> why, List<Stamp> stamps) {
    /** Checks and copies. */
    public FragmentStatus {
        requireNonNull(cells, "cells");
        why = List.copyOf(why);
        stamps = List.copyOf(stamps);
    }
}
