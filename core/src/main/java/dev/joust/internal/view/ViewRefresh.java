// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.RowAddresses;
import dev.joust.internal.lance.commit.RowCommit;
import dev.joust.internal.lance.files.NewFragments;
import dev.joust.internal.lance.files.NewRows;
import dev.joust.internal.lance.version.History;
import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import dev.joust.view.ViewDefinition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

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
        Optional<ViewState> state = ViewState.of(view);
        if (state.isEmpty()) {
            return rebuild(view.count() == 0 ? "it was empty" : "it is not known which version of the source it has");
        }
        long from = state.get().sourceVersion();
        LanceTable sourceTable = source.table();
        if (from == source.version() && isSame(state.get())) {
            return noOp("the source has no new version");
        }
        if (from > source.version() || !isSame(state.get())) {
            return rebuild("the source was created again, or its version " + from + " was cleaned away");
        }
        if (History.keepsRows(sourceTable, from, source.version())) {
            return noOp("the source was only compacted, indexed or configured");
        }
        try (Snapshot before = sourceTable.at(from)) {
            SourceDelta delta = SourceDelta.between(before, source, plan.inputs());
            if (delta.isEmpty()) {
                return noOp("nothing that the view uses has changed");
            }
            if (plan.definition().limit().isPresent()) {
                return rebuild("it has a limit, and any row can change which rows come first");
            }
            return incremental(before, delta);
        }
    }

    private boolean isSame(ViewState state) {
        return History.time(source.table(), state.sourceVersion())
                .filter(state.sourceTime()::equals)
                .isPresent();
    }

    private RefreshResult incremental(Snapshot before, SourceDelta delta) {
        if (delta.isAppend() && plan.definition().sample().isEmpty()) {
            NewRows added = write(delta.added(), new long[0]);
            String why = "rows were only added";
            return commit(RefreshMode.INCREMENTAL, why, new RowAddresses(), added, added.rows(), 0, 0, delta.read());
        }
        RowIds left = RowIds.ofFragments(before, delta.left());
        ViewContents contents = ViewContents.of(view, left::contains);
        RowIds matching = matching(delta.read());
        RowIds stayed = RowIds.ofFragments(source, delta.shrunk());
        LongPredicate sampled = sampled();
        long[] known =
                matching.first(id -> sampled.test(id) && contents.find(id).isPresent(), Long.MAX_VALUE);
        Set<Long> changed = new ChangedValues(plan, source, view, contents).among(known, this::tellProgress);
        long[] written = matching.first(
                id -> sampled.test(id) && (contents.find(id).isEmpty() || changed.contains(id)), Long.MAX_VALUE);
        LongPredicate isRemoved = id -> !stayed.contains(id) && !matching.contains(id);
        RowAddresses removed = contents.addresses(id -> isRemoved.test(id) || changed.contains(id));
        NewRows added = write(List.of(), written);
        return commit(
                RefreshMode.INCREMENTAL,
                "fragments of the source changed",
                removed,
                added,
                (long) written.length - changed.size(),
                removed.count() - changed.size(),
                changed.size(),
                delta.read());
    }

    /** Reads all of the source. */
    RefreshResult rebuild(String why) {
        List<Integer> all = source.fragments().stream().map(f -> f.id()).toList();
        RowAddresses removed = ViewContents.allOf(view);
        ViewDefinition definition = plan.definition();
        NewRows added = definition.limit().isEmpty() && definition.sample().isEmpty()
                ? write(all, new long[0])
                : write(
                        List.of(),
                        matching(all).first(sampled(), definition.limit().orElse(Long.MAX_VALUE)));
        return commit(RefreshMode.REBUILD, why, removed, added, added.rows(), removed.count(), 0, all);
    }

    private RowIds matching(List<Integer> fragments) {
        if (fragments.isEmpty()) {
            return RowIds.ofFragments(source, fragments);
        }
        ScanRequest request = ScanRequest.of(List.of()).fragments(fragments);
        return RowIds.of(source, plan.definition().filter().map(request::where).orElse(request));
    }

    private LongPredicate sampled() {
        return plan.definition()
                .sample()
                .<LongPredicate>map(sample -> sample::contains)
                .orElse(id -> true);
    }

    private NewRows write(List<Integer> fragments, long[] rowIds) {
        tellProgress();
        return NewFragments.write(view, plan.rows(source, fragments, rowIds), batch -> {
            rowsWritten += batch.getRowCount();
            tellProgress();
        });
    }

    private void tellProgress() {
        progress.accept(rowsWritten);
    }

    private RefreshResult noOp(String why) {
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
        Instant time = History.time(source.table(), source.version()).orElse(Instant.EPOCH);
        Map<String, String> properties = new HashMap<>(new ViewState(source.version(), time).properties());
        properties.put(Changes.OPERATION, "refresh " + mode);
        long version = RowCommit.replace(view, removed, added, properties);
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
