// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.RowSet;
import dev.joust.internal.lance.files.FileMetadata;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the rows of a column that changed between two sets of files behind it: from the files as they are now, back
 * through those that they replaced, to the recorded ones.
 */
public final class InputTrace {
    private static final int MAX_REPLACED = 64;

    private final StampFiles files;

    /** Follows the files of one table. */
    public InputTrace(StampFiles files) {
        this.files = files;
    }

    /**
     * Returns the changed rows.
     *
     * @return empty if the way back cannot be followed, so that every row may have changed
     */
    public Optional<RowSet> changed(String column, List<String> recorded, List<String> now) {
        if (recorded.equals(now)) {
            return Optional.of(RowSet.none());
        }
        Way way = new Way(column, new HashSet<>(recorded));
        for (String file : now) {
            if (!way.follow(file)) {
                return Optional.empty();
            }
        }
        return way.reached.equals(way.wanted) ? Optional.of(way.changed) : Optional.empty();
    }

    private final class Way {
        private final String column;
        private final Set<String> wanted;
        private final Set<String> reached = new HashSet<>();
        private RowSet changed = RowSet.none();

        Way(String column, Set<String> wanted) {
            this.column = column;
            this.wanted = wanted;
        }

        /** Follows a file back to a wanted one, or to where the column had no file; false if it is lost. */
        boolean follow(String start) {
            String file = start;
            for (int step = 0; step < MAX_REPLACED; step++) {
                if (wanted.contains(file)) {
                    reached.add(file);
                    return true;
                }
                Optional<Replacement> replacement = files.replacement(file);
                if (replacement.isEmpty()) {
                    return false;
                }
                changed = changed.or(replacement.get().changed());
                Optional<String> before = holder(replacement.get().base());
                if (before.isEmpty()) {
                    return true;
                }
                file = before.get();
            }
            return false;
        }

        /** The last of the replaced files that has the column held its values; the others held other columns. */
        private Optional<String> holder(List<String> base) {
            for (int i = base.size() - 1; i >= 0; i--) {
                String file = base.get(i);
                Optional<FileMetadata> metadata = files.metadata(file);
                if (wanted.contains(file)
                        || metadata.isEmpty()
                        || holds(metadata.get().columns())) {
                    return Optional.of(file);
                }
            }
            return Optional.empty();
        }

        private boolean holds(List<String> columns) {
            return columns.contains(InputPaths.column(column, columns));
        }
    }
}
