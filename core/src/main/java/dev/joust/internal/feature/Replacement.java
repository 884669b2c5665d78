// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.RowSet;
import dev.joust.internal.change.RowRuns;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a column file says about the files whose columns it replaced: all rows but the changed ones hold the same
 * values as there.
 *
 * @param base the names of the replaced files in the order of the fragment; empty where its columns had no file
 * @param changed the rows with other values
 */
record Replacement(List<String> base, RowSet changed) {
    Replacement {
        base = List.copyOf(base);
        requireNonNull(changed, "changed");
    }

    /** Returns it as metadata of a column file. */
    Map<String, String> write() {
        return Map.of(
                RowRuns.BASE_KEY, String.join(",", base), RowRuns.CHANGED_KEY, RowRuns.write(changed.toBitSet()));
    }

    /** Reads it from the metadata of a data file; empty if it has none, or one that is damaged. */
    static Optional<Replacement> read(Map<String, String> metadata) {
        String base = metadata.get(RowRuns.BASE_KEY);
        String changed = metadata.get(RowRuns.CHANGED_KEY);
        if (base == null || changed == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Replacement(
                    base.isEmpty() ? List.of() : List.of(base.split(",", -1)), RowSet.of(RowRuns.read(changed))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
