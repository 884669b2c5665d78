// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.error.NotFoundException;
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
        // A cleanup that ran while the view was found unchanged may have kept the older version only.
        Optional<Snapshot> found = open(source, known.get())
                .or(() -> ViewState.committed(view.table(), view).flatMap(state -> open(source, state)));
        if (found.isEmpty()) {
            return rebuild("the source was created again, or its version "
                    + known.get().sourceVersion() + " was cleaned away");
        }
        try (Snapshot before = found.get()) {
            return since(before, source, plan);
        } catch (NotFoundException e) {
            return rebuild(cleanedAway(found.get().version()));
        }
    }

    /** The version that a view has come to, if it is still that version of that table. */
    private static Optional<Snapshot> open(Snapshot source, ViewState state) {
        if (state.sourceVersion() > source.version()) {
            return Optional.empty();
        }
        try (Snapshot then = Versions.open(source.table(), state.sourceVersion())) {
            return History.time(then).equals(state.sourceTime()) ? Optional.of(then.retain()) : Optional.empty();
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static RefreshDecision since(Snapshot before, Snapshot source, ViewPlan plan) {
        if (before.version() == source.version()) {
            return noOp("the source has no new version");
        }
        if (History.keepsRows(source.table(), before.version(), source.version())) {
            return noOp("the source was only compacted, indexed or configured");
        }
        SourceDelta delta = SourceDelta.between(before, source, plan.inputs());
        if (delta.isEmpty()) {
            return noOp("nothing that the view uses has changed");
        }
        String why = delta.isAppend() ? "rows were only added" : "fragments of the source changed";
        return new RefreshDecision(RefreshMode.INCREMENTAL, why, delta);
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
