// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.JoustException;
import dev.joust.sync.FilledFeatures;
import dev.joust.sync.SyncEvent;
import dev.joust.sync.SyncFailure;
import dev.joust.sync.SyncFailure.Part;
import dev.joust.sync.SyncListener;
import dev.joust.sync.SyncResult;
import dev.joust.sync.UpdatedIndex;
import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import java.util.ArrayList;
import java.util.List;

/** What a sync has done so far; the listener hears of each part. */
final class SyncReport {
    private final SyncListener listener;
    private final List<FilledFeatures> backfills = new ArrayList<>();
    private final List<UpdatedIndex> indexes = new ArrayList<>();
    private final List<RefreshResult> views = new ArrayList<>();
    private final List<SyncFailure> failed = new ArrayList<>();
    private final long startNanos = System.nanoTime();

    SyncReport(SyncListener listener) {
        this.listener = listener;
    }

    void add(FilledFeatures features) {
        backfills.add(features);
        listener.onEvent(new SyncEvent.Filled(features));
    }

    void add(UpdatedIndex index) {
        indexes.add(index);
        listener.onEvent(new SyncEvent.Indexed(index));
    }

    /** A view that is looked at again, because what it reads changed meanwhile, is told again only if it changed. */
    void add(RefreshResult view) {
        boolean isKnown = views.stream().anyMatch(known -> known.view().equals(view.view()));
        if (!isKnown || view.mode() != RefreshMode.NO_OP) {
            views.add(view);
            listener.onEvent(new SyncEvent.Refreshed(view));
        }
    }

    /** The same part fails once. */
    void fail(String table, Part part, String name, JoustException reason) {
        boolean isKnown = failed.stream()
                .anyMatch(known -> known.table().equals(table)
                        && known.part() == part
                        && known.name().equals(name));
        if (!isKnown) {
            SyncFailure failure = new SyncFailure(table, part, name, reason);
            failed.add(failure);
            listener.onEvent(new SyncEvent.Failed(failure));
        }
    }

    SyncResult result(String table) {
        return new SyncResult(table, backfills, indexes, views, failed, (System.nanoTime() - startNanos) / 1e9);
    }
}
