// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.version.History;
import dev.joust.internal.lance.version.Versions;
import dev.joust.view.RefreshMode;
import java.util.List;
import java.util.Optional;

/**
 * How a view comes up to date, and why so.
 *
 * @param delta what differs between the two versions of the source; nothing where all of it is read
 */
record RefreshDecision(RefreshMode mode, String why, SourceDelta delta) {
    private static final SourceDelta NOTHING = new SourceDelta(0, List.of(), List.of(), List.of());

    /** Decides without reading a column of the source or the view. */
    static RefreshDecision of(ViewPlan plan, Snapshot view, Snapshot source) {
        Optional<ViewState> known = ViewState.of(view);
        if (known.isEmpty()) {
            return rebuild(view.count() == 0 ? "it was empty" : "it is not known which version of the source it has");
        }
        ViewState state = known.get();
        LanceTable table = source.table();
        if (!isThere(table, state)) {
            // A cleanup that ran while the view was found unchanged may have kept the older version only.
            state = ViewState.committed(view.table(), view).orElse(state);
        }
        long from = state.sourceVersion();
        if (from > source.version() || !isThere(table, state)) {
            return rebuild("the source was created again, or its version " + from + " was cleaned away");
        }
        if (from == source.version()) {
            return noOp("the source has no new version");
        }
        if (History.keepsRows(table, from, source.version())) {
            return noOp("the source was only compacted, indexed or configured");
        }
        try (Snapshot before = Versions.open(table, from)) {
            SourceDelta delta = SourceDelta.between(before, source, plan.inputs());
            if (delta.isEmpty()) {
                return noOp("nothing that the view uses has changed");
            }
            String why = delta.isAppend() ? "rows were only added" : "fragments of the source changed";
            return new RefreshDecision(RefreshMode.INCREMENTAL, why, delta);
        } catch (NotFoundException e) {
            return rebuild(cleanedAway(from));
        }
    }

    private static boolean isThere(LanceTable source, ViewState state) {
        return History.time(source, state.sourceVersion())
                .filter(state.sourceTime()::equals)
                .isPresent();
    }

    /** Why all of the source is read, where the version that the view has come to is gone. */
    static String cleanedAway(long version) {
        return "its version " + version + " of the source was cleaned away";
    }

    static RefreshDecision rebuild(String why) {
        return new RefreshDecision(RefreshMode.REBUILD, why, NOTHING);
    }

    private static RefreshDecision noOp(String why) {
        return new RefreshDecision(RefreshMode.NO_OP, why, NOTHING);
    }
}
