// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.RowSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the rows of an input that changed between two sets of files behind it: from the files as they are now, back
 * through those that they replaced, to the recorded ones.
 */
final class InputTrace {
    private static final int MAX_REPLACED = 64;

    private final StampFiles files;

    InputTrace(StampFiles files) {
        this.files = files;
    }

    /**
     * Returns the changed rows.
     *
     * @return empty if the way back cannot be followed, so that every row may have changed
     */
    Optional<RowSet> changed(List<String> recorded, List<String> now) {
        if (recorded.equals(now)) {
            return Optional.of(RowSet.none());
        }
        Set<String> wanted = new HashSet<>(recorded);
        Set<String> reached = new HashSet<>();
        RowSet changed = RowSet.none();
        for (String file : now) {
            Optional<RowSet> rows = follow(file, wanted, reached, 0);
            if (rows.isEmpty()) {
                return rows;
            }
            changed = changed.or(rows.get());
        }
        return reached.equals(wanted) ? Optional.of(changed) : Optional.empty();
    }

    private Optional<RowSet> follow(String file, Set<String> wanted, Set<String> reached, int depth) {
        if (wanted.contains(file)) {
            reached.add(file);
            return Optional.of(RowSet.none());
        }
        Optional<Replacement> replacement = files.metadata(file).flatMap(Replacement::read);
        if (replacement.isEmpty() || depth == MAX_REPLACED) {
            return Optional.empty();
        }
        RowSet changed = replacement.get().changed();
        for (String base : replacement.get().base()) {
            Optional<RowSet> before = follow(base, wanted, reached, depth + 1);
            if (before.isEmpty()) {
                return before;
            }
            changed = changed.or(before.get());
        }
        return Optional.of(changed);
    }
}
