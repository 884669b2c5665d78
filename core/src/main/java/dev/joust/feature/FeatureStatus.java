// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.schema.Column;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A feature of a table, as the table records it, and the state of its cells.
 *
 * @param outputs its columns; the first one gives it its name
 * @param identity the function that the table records
 * @param cells in what state its cells are
 * @param codeChanged whether the running program has this function under the same identity with another class
 * @param rowsByVersion how many rows each version of a function computed, by {@code name version}
 * @param fragments fragment by fragment
 */
public record FeatureStatus(
        List<Column> outputs,
        FeatureIdentity identity,
        CellCounts cells,
        boolean codeChanged,
        SortedMap<String, Long> rowsByVersion,
        List<FragmentStatus> fragments) {
    /** Checks and copies. */
    public FeatureStatus {
        outputs = List.copyOf(outputs);
        requireNonNull(identity, "identity");
        requireNonNull(cells, "cells");
        rowsByVersion = Collections.unmodifiableSortedMap(new TreeMap<>(rowsByVersion));
        fragments = List.copyOf(fragments);
    }

    /** The name of the feature: that of its first column. */
    public String name() {
        return outputs.get(0).name();
    }

    /** The columns that it reads. */
    public List<String> inputs() {
        return identity.inputs();
    }

    /** Whether a backfill has nothing to do: no cell is missing or stale. */
    public boolean isComplete() {
        return cells.missing() == 0 && cells.stale() == 0;
    }
}
