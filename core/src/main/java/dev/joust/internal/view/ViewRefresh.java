// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.RowAddresses;
import dev.joust.internal.lance.commit.RowCommit;
import dev.joust.internal.lance.files.NewFragments;
import dev.joust.internal.lance.files.NewRows;
import dev.joust.internal.lance.version.History;
import dev.joust.internal.lance.version.KeptVersion;
import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import dev.joust.view.ViewDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * One refresh of one view: finds what changed, and commits it at once, or not at all.
 *
 * <p>Exceptions: whatever is thrown, the view is as it was. Of two refreshes at the same time one is committed; the
 * other one looks again.
 */
final class ViewRefresh {
    private final ViewPlan plan;
    private final Snapshot view;
    private final Snapshot source;
    private final LongConsumer progress;
    private long rowsWritten;

    /** @param progress hears how many rows were written; what it throws ends the refresh */
    ViewRefresh(ViewPlan plan, Snapshot view, Snapshot source, LongConsumer progress) {
        this.plan = plan;
        this.view = view;
        this.source = source;
        this.progress = progress;
    }

    /** Reads only what changed where that is possible. */
    RefreshResult run() {
        tellProgress();
        RefreshDecision decision = RefreshDecision.of(plan, view, source);
        return switch (decision.mode()) {
            case NO_OP -> noOp(decision.why());
            case REBUILD -> rebuild(decision.why());
            case INCREMENTAL -> incremental(decision);
        };
    }

    private RefreshResult incremental(RefreshDecision decision) {
        SourceDelta delta = decision.delta();
        ViewDefinition definition = plan.definition();
        if (delta.isAppend()
                && definition.sample().isEmpty()
                && definition.limit().isEmpty()) {
            List<Integer> read = delta.fragmentsRead();
            return fill(RefreshMode.INCREMENTAL, decision.why(), read);
        }
        ViewContents contents =
                delta.isAppend() && definition.limit().isEmpty() ? ViewContents.none() : ViewContents.of(view);
        RowSelection selection = new RowSelection(plan, source, view, contents, this::tellProgress);
        try (Snapshot before = source.table().at(delta.from())) {
            selection.among(delta, before);
        } catch (NotFoundException e) {
            return rebuild(RefreshDecision.cleanedAway(delta.from()));
        }
        return commit(decision.mode(), decision.why(), selection, contents);
    }

    /** Reads all of the source, and keeps the rows of the view that are right. */
    @SuppressWarnings("try") // the version is kept as long as the block runs
    RefreshResult rebuild(String why) {
        // A rebuild reads for long; what reads only changes is soon made again if a cleanup was in its way.
        try (KeptVersion kept = KeptVersion.of(source)) {
            return rebuilt(why);
        }
    }

    private RefreshResult rebuilt(String why) {
        ViewDefinition definition = plan.definition();
        if (view.count() == 0
                && definition.limit().isEmpty()
                && definition.sample().isEmpty()) {
            return fill(
                    RefreshMode.REBUILD,
                    why,
                    source.fragments().stream().map(FragmentFacts::id).toList());
        }
        ViewContents contents = ViewContents.of(view);
        RowSelection selection = new RowSelection(plan, source, view, contents, this::tellProgress).amongAll();
        return commit(RefreshMode.REBUILD, why, selection, contents);
    }

    /** Adds the rows of fragments of which the view has none. */
    private RefreshResult fill(RefreshMode mode, String why, List<Integer> fragments) {
        NewRows added = write(() -> plan.rows(source, fragments));
        return commit(mode, why, new RowAddresses(), added, added.rows(), 0, 0, fragments);
    }

    private RefreshResult commit(RefreshMode mode, String why, RowSelection selection, ViewContents contents) {
        RowIds changed = selection.changed();
        RowIds leaving = selection.leaving();
        RowAddresses removed = contents.addresses(id -> leaving.contains(id) || changed.contains(id));
        long[] written = selection.entering().or(changed).stream().toArray();
        return commit(
                mode,
                why,
                removed,
                write(() -> plan.rows(source, written)),
                selection.entering().size(),
                leaving.size(),
                changed.size(),
                selection.fragmentsRead());
    }

    private NewRows write(Supplier<ArrowReader> rows) {
        tellProgress();
        return NewFragments.write(view, rows.get(), batch -> {
            rowsWritten += batch.getRowCount();
            tellProgress();
        });
    }

    private void tellProgress() {
        progress.accept(rowsWritten);
    }

    private ViewState sourceState() {
        return new ViewState(source.version(), History.time(source));
    }

    private RefreshResult noOp(String why) {
        ViewState.committed(view.table(), view)
                .filter(state -> state.sourceVersion() != source.version())
                .ifPresent(state -> state.noteSameRows(view.table(), sourceState()));
        return new RefreshResult(
                view.table().name(),
                RefreshMode.NO_OP,
                why,
                view.count(),
                view.count(),
                0,
                0,
                0,
                view.version(),
                source.version(),
                List.of());
    }

    private RefreshResult commit(
            RefreshMode mode,
            String why,
            RowAddresses removed,
            NewRows added,
            long rowsAdded,
            long rowsRemoved,
            long rowsReplaced,
            List<Integer> fragmentsRead) {
        long rowsBefore = view.count();
        Map<String, String> properties = new HashMap<>(sourceState().properties());
        properties.put(Changes.OPERATION, "refresh " + mode);
        long version;
        try {
            version = RowCommit.replace(view, removed, added, properties);
        } catch (JoustException e) {
            Changes.discard(view, added, e);
            throw e;
        }
        return new RefreshResult(
                view.table().name(),
                mode,
                why,
                rowsBefore,
                rowsBefore - removed.count() + added.rows(),
                rowsAdded,
                rowsRemoved,
                rowsReplaced,
                version,
                source.version(),
                fragmentsRead);
    }
}
