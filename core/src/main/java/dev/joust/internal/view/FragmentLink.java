// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.view.FragmentOrigin.Move;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What two fragments of one table at two versions have in common.
 *
 * @param before a fragment of the older version
 * @param now a fragment of the newer version; the same one, or one that has rows of it
 * @param columns the columns that a row of both may have other values in
 * @param keepsRows whether no row can have come or gone on the way between the two, so that a row id that both have is
 *     the same row
 */
record FragmentLink(int before, int now, Set<String> columns, boolean keepsRows) {
    FragmentLink {
        columns = Set.copyOf(columns);
    }

    /**
     * What leads to a fragment.
     *
     * @param links from where
     * @param isWhole whether all its rows came that way
     */
    record Ways(List<FragmentLink> links, boolean isWhole) {
        Ways {
            links = List.copyOf(links);
        }

        static Ways unknown() {
            return new Ways(List.of(), false);
        }
    }

    /** Finds links between fragments of two versions. */
    static final class Finder {
        private final Map<Integer, FragmentFacts> before;
        private final Map<Integer, String> deletionsBefore;
        private final Map<Integer, String> deletionsNow;
        private final Map<String, List<Integer>> fields;
        private final Set<String> otherColumns;

        /**
         * Compares two versions.
         *
         * @param fields the field ids of the columns that matter
         * @param otherColumns those of them that are other columns of the same name by now
         */
        Finder(
                Snapshot before,
                Map<Integer, FragmentFacts> fragments,
                Snapshot now,
                Map<String, List<Integer>> fields,
                Set<String> otherColumns) {
            this.before = fragments;
            this.deletionsBefore = before.deletions();
            this.deletionsNow = now.deletions();
            this.fields = fields;
            this.otherColumns = otherColumns;
        }

        /** A fragment that both versions have. */
        FragmentLink same(FragmentFacts earlier, FragmentFacts fragment) {
            boolean keepsRows = deletion(deletionsBefore, earlier.id()).equals(deletion(deletionsNow, fragment.id()));
            return new FragmentLink(earlier.id(), fragment.id(), different(earlier, fragment), keepsRows);
        }

        /** A fragment that came out of a compaction of fragments of the older version. */
        Ways forward(FragmentFacts fragment, Move move) {
            List<FragmentLink> links = new ArrayList<>();
            boolean isWhole = follow(fragment, fragment.id(), move, Set.of(), true, links);
            return new Ways(links, isWhole);
        }

        private boolean follow(
                FragmentFacts written,
                int now,
                Move move,
                Set<String> known,
                boolean keepsRows,
                List<FragmentLink> links) {
            Set<String> changed = with(known, changedSince(move, written));
            boolean isWhole = true;
            for (FragmentOrigin origin : move.origins()) {
                FragmentFacts earlier = before.get(origin.fragment().id());
                if (earlier != null) {
                    links.add(new FragmentLink(
                            earlier.id(),
                            now,
                            with(changed, different(earlier, origin.fragment())),
                            keepsRows && deletion(deletionsBefore, earlier.id()).equals(origin.deletion())));
                } else if (origin.move().isPresent()) {
                    isWhole &= follow(
                            origin.fragment(),
                            now,
                            origin.move().get(),
                            changed,
                            keepsRows && origin.deletion().isEmpty(),
                            links);
                } else {
                    isWhole = false;
                }
            }
            return isWhole;
        }

        /** A fragment that the newer version has again, after a compaction of it was undone by a restore. */
        Optional<FragmentLink> backward(FragmentFacts fragment, FragmentFacts earlier, Move move) {
            return backward(fragment, earlier.id(), move, changedSince(move, earlier));
        }

        private Optional<FragmentLink> backward(FragmentFacts fragment, int earlier, Move move, Set<String> changed) {
            for (FragmentOrigin origin : move.origins()) {
                if (origin.fragment().id() == fragment.id()) {
                    boolean keepsRows = deletion(deletionsNow, fragment.id()).equals(origin.deletion());
                    return Optional.of(new FragmentLink(
                            earlier, fragment.id(), with(changed, different(origin.fragment(), fragment)), keepsRows));
                }
                Optional<FragmentLink> deeper = origin.move()
                        .flatMap(m ->
                                backward(fragment, earlier, m, with(changed, changedSince(m, origin.fragment()))));
                if (deeper.isPresent()) {
                    return deeper;
                }
            }
            return Optional.empty();
        }

        /** The columns whose values are not those any more that a compaction wrote. */
        private Set<String> changedSince(Move move, FragmentFacts fragment) {
            Set<String> changed = new HashSet<>(otherColumns);
            fields.forEach((column, ids) -> {
                List<String> files = fragment.filesOf(ids);
                if (!files.isEmpty() && !files.equals(List.of(move.file()))) {
                    changed.add(column);
                }
            });
            return changed;
        }

        private Set<String> different(FragmentFacts one, FragmentFacts other) {
            if (one.files().equals(other.files())) {
                return otherColumns;
            }
            Set<String> changed = new HashSet<>(otherColumns);
            fields.forEach((column, ids) -> {
                if (!one.filesOf(ids).equals(other.filesOf(ids))) {
                    changed.add(column);
                }
            });
            return changed;
        }

        private static Set<String> with(Set<String> some, Set<String> others) {
            Set<String> all = new HashSet<>(some);
            all.addAll(others);
            return all;
        }

        private static String deletion(Map<Integer, String> deletions, int fragment) {
            return deletions.getOrDefault(fragment, "");
        }
    }
}
