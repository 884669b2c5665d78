// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.RowSet;
import dev.joust.internal.feature.InputTrace;
import dev.joust.internal.feature.StampFiles;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.view.SourceDelta.Group;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts the rows of a source that came, changed or went, without reading them. Belongs to one thread. */
final class LagEstimate {
    private final Snapshot beforeSnapshot;
    private final Snapshot nowSnapshot;
    private final Map<Integer, FragmentFacts> before;
    private final Map<Integer, FragmentFacts> now;
    private final InputTrace trace;

    LagEstimate(Snapshot before, Snapshot now) {
        this.beforeSnapshot = before;
        this.nowSnapshot = now;
        this.before = fragments(before);
        this.now = fragments(now);
        this.trace = new InputTrace(new StampFiles(now.table()));
    }

    private static Map<Integer, FragmentFacts> fragments(Snapshot snapshot) {
        return snapshot.fragments().stream().collect(Collectors.toMap(FragmentFacts::id, Function.identity()));
    }

    long rows(SourceDelta delta) {
        long came = 0;
        long changed = 0;
        long stayed = rows(now, delta.kept());
        for (Group group : delta.read()) {
            long all = rows(now, group.fragments());
            long known = 0;
            for (Map.Entry<Set<String>, List<Integer>> entry : group.known().entrySet()) {
                boolean isInPlace = entry.getValue().equals(group.fragments());
                known += isInPlace ? all : Math.min(all, rows(before, entry.getValue()));
                changed += isInPlace
                        ? changedInPlace(group.fragments(), entry.getKey())
                        : entry.getKey().isEmpty() ? 0 : rows(before, entry.getValue());
            }
            came += all - known;
            stayed += known;
        }
        return came + changed + Math.max(0, rows(before, delta.left()) - stayed);
    }

    private static long rows(Map<Integer, FragmentFacts> fragments, Collection<Integer> ids) {
        return ids.stream().mapToLong(id -> one(fragments, id).liveRows()).sum();
    }

    private static FragmentFacts one(Map<Integer, FragmentFacts> fragments, int id) {
        return requireNonNull(fragments.get(id));
    }

    /** Column files say which rows they changed. */
    private long changedInPlace(List<Integer> fragments, Set<String> columns) {
        long rows = 0;
        for (int id : fragments) {
            RowSet changed = RowSet.none();
            boolean isKnown = true;
            FragmentFacts fragment = one(now, id);
            for (String column : columns) {
                Optional<RowSet> some = trace.changed(
                        column,
                        one(before, id).filesOf(beforeSnapshot.fieldIds(column)),
                        fragment.filesOf(nowSnapshot.fieldIds(column)));
                isKnown &= some.isPresent();
                changed = changed.or(some.orElse(RowSet.none()));
            }
            rows += isKnown ? Math.min(changed.size(), fragment.liveRows()) : fragment.liveRows();
        }
        return rows;
    }
}
